package dev.berth.engine.machine;

import dev.berth.engine.dns.NameServer;
import dev.berth.engine.image.RegistryOutlet;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.ActingAs;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.FolderDescriptor;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Inet4Address;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The way from one machine to registries, its own among them. */
final class MachineOutlet implements RegistryOutlet {
    private static final String OWN_NAME = "localhost";
    private static final Inet4Address OWN = Subnet.parse("127.0.0.1/32").first();

    private static final int PATIENCE_SECONDS = 15;

    private final String machine;
    private final int baseId;
    private final MachineRuntime runtime;
    private final NameServer names;
    private final List<Inet4Address> nameservers;

    /** @param baseId host id of the machine's root; @param nameservers that the machine asks */
    MachineOutlet(String machine, int baseId, MachineRuntime runtime, NameServer names, List<String> nameservers) {
        this.machine = machine;
        this.baseId = baseId;
        this.runtime = runtime;
        this.names = names;
        this.nameservers = nameservers.stream().map(address -> Subnet.parse(address + "/" + Integer.SIZE).first()).toList();
    }

    @Override
    public InternetSocket connect(String host, int port) throws IOException {
        Inet4Address address = address(host);
        try {
            return runtime.connectOut(machine, Kind.TCP, address, port);
        } catch (SystemCallException failure) {
            throw new IOException("dial tcp " + address.getHostAddress() + ":" + port + ": connect: " + ErrorNumber.describe(failure.errno()), failure);
        } catch (IllegalStateException stopped) {
            throw new IOException("dial tcp " + address.getHostAddress() + ":" + port + ": the machine does not run", stopped);
        }
    }

    private Inet4Address address(String host) throws IOException {
        if (host.equals(OWN_NAME)) {
            return OWN;
        }
        try {
            return Subnet.parse(host + "/" + Integer.SIZE).first();
        } catch (IllegalArgumentException name) {
            Optional<Inet4Address> inFile = MachineHosts.address(hosts(), host);
            return inFile.isPresent() ? inFile.get() : lookUp(host);
        }
    }

    /** A machine that has none that can be read is asked no more. */
    private String hosts() {
        try (FolderDescriptor root = runtime.openMachineRoot(machine); ActingAs itsRoot = ActingAs.user(baseId)) {
            return MachineHosts.read(root);
        } catch (IOException | IllegalStateException unreadable) {
            return "";
        }
    }

    private Inet4Address lookUp(String name) throws IOException {
        try {
            return names.lookUp(machine, name, nameservers).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .orElseThrow(() -> new IOException("dial tcp: lookup " + name + ": no such host"));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        } catch (ExecutionException | TimeoutException late) {
            throw new IOException("dial tcp: lookup " + name + ": i/o timeout", late);
        }
    }
}
