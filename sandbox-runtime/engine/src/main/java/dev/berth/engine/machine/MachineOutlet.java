package dev.berth.engine.machine;

import dev.berth.engine.image.RegistryOutlet;
import dev.berth.runtime.MachineRuntime;
import dev.berth.runtime.kernel.ErrorNumber;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.Subnet;
import java.io.IOException;
import java.net.Inet4Address;

/** The way from one machine to registries, its own among them. */
final class MachineOutlet implements RegistryOutlet {
    private static final String OWN_NAME = "localhost";
    private static final Inet4Address OWN = Subnet.parse("127.0.0.1/32").first();

    private final String machine;
    private final MachineRuntime runtime;

    MachineOutlet(String machine, MachineRuntime runtime) {
        this.machine = machine;
        this.runtime = runtime;
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

    private static Inet4Address address(String host) throws IOException {
        if (host.equals(OWN_NAME)) {
            return OWN;
        }
        try {
            return Subnet.parse(host + "/" + Integer.SIZE).first();
        } catch (IllegalArgumentException name) {
            throw new IOException("dial tcp: lookup " + host + ": no such host", name);
        }
    }
}
