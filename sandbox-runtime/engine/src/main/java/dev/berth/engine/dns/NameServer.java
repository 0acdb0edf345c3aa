package dev.berth.engine.dns;

import dev.berth.engine.dns.DnsMessage.Query;
import dev.berth.engine.work.FairOrder;
import dev.berth.engine.work.WorkOwner;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Datagram;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.SystemCallException;
import dev.berth.runtime.network.NameSockets;
import dev.berth.runtime.network.Subnet;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers what the containers of all machines ask at 127.0.0.11: one thread, and two sockets in the network of each container. Machines take turns at it, by the time that their questions
 * have taken. Thread safe.
 */
public final class NameServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);
    private static final String REVERSE = ".in-addr.arpa";

    /** Docker asks no more than these. */
    private static final int MOST_SERVERS = 3;

    /** Then the next has its turn. */
    private static final int QUESTIONS_A_TURN = 4;

    private static final int LARGEST_PACKET = DnsMessage.MOST_ROOM + DnsMessage.LEAST_ROOM;

    private static final long SLICE_NANOSECONDS = 500_000;
    private static final long TICK_MILLISECONDS = 250;

    private final EventLoop loop = new EventLoop("names");
    private final Outside outside;
    private final Executor later = CompletableFuture.delayedExecutor(TICK_MILLISECONDS, TimeUnit.MILLISECONDS, loop::executeLater);
    private final Datagram datagram = new Datagram(LARGEST_PACKET);
    /** Used on the loop only, as what follows. */
    private final Map<String, MachineForwarder> forwarders = new HashMap<>();
    private final Map<String, Asker> askers = new HashMap<>();
    private final FairOrder<Runnable> order = new FairOrder<>(1);
    private boolean scheduled;
    private boolean ticking;

    /** Opens sockets in the network of a machine. */
    public interface Outside {
        /** @throws SystemCallException when there is no way; @throws IllegalStateException when the machine does not run */
        InternetSocket connect(String machine, Kind kind, Inet4Address address, int port);
    }

    /**
     * What a container has chosen for the names that are not of its networks.
     *
     * @param servers in the order in which they are asked
     * @param keepsShortNames a name without a dot is not asked for outside, since the client said itself which ones are short
     */
    public record Forwarding(List<Inet4Address> servers, boolean keepsShortNames) {
        public Forwarding {
            servers = List.copyOf(servers.subList(0, Math.min(MOST_SERVERS, servers.size())));
        }
    }

    public NameServer(Outside outside) {
        this.outside = outside;
    }

    /** From now on, until it {@linkplain #end ends}. @param container its id; @param sockets are closed then */
    public void serve(String machine, String container, NameSockets sockets, MachineNames names, Forwarding forwarding) {
        loop.execute(() -> {
            Optional.ofNullable(askers.remove(container)).ifPresent(Asker::close);
            askers.put(container, new Asker(machine, container, sockets, names, forwarding));
        });
    }

    /** Its sockets are closed soon. Nothing happens when it is not served. */
    public void end(String container) {
        loop.execute(() -> Optional.ofNullable(askers.remove(container)).ifPresent(Asker::close));
    }

    /** Asks, by a machine's network, for the address of a name. Completes empty when nobody knows one. @param servers in the order in which they are asked */
    public CompletionStage<Optional<Inet4Address>> lookUp(String machine, String name, List<Inet4Address> servers) {
        CompletableFuture<Optional<Inet4Address>> found = new CompletableFuture<>();
        loop.execute(() -> inTurn(machine, () -> {
            Optional<Query> query = DnsMessage.ask(datagram.bytes(), name) ? DnsMessage.query(datagram.bytes()) : Optional.empty();
            if (query.isEmpty()) {
                found.complete(Optional.empty());
                return;
            }
            forwarders.computeIfAbsent(machine, this::forwarder).forward(query.get(), false, servers, new MachineForwarder.Waiting(),
                    answer -> found.complete(DnsMessage.code(answer) == DnsMessage.SUCCESS ? DnsMessage.address(answer, query.get().end()) : Optional.empty()));
            watchTime();
        }));
        return found;
    }

    /** A machine has ended: nothing of it is kept. */
    public void endMachine(String machine) {
        loop.execute(() -> {
            List.copyOf(askers.values()).stream().filter(asker -> asker.machine.equals(machine)).forEach(asker -> {
                askers.remove(asker.container);
                asker.close();
            });
            Optional.ofNullable(forwarders.remove(machine)).ifPresent(MachineForwarder::close);
        });
    }

    @Override
    public void close() {
        loop.execute(() -> {
            askers.values().forEach(Asker::close);
            askers.clear();
            forwarders.values().forEach(MachineForwarder::close);
            forwarders.clear();
        });
        loop.close();
    }

    private MachineForwarder forwarder(String machine) {
        return new MachineForwarder(loop, work -> inTurn(machine, work), datagram, (kind, address, port) -> outside.connect(machine, kind, address, port));
    }

    private int connections() {
        return askers.values().stream().mapToInt(asker -> asker.clients.size()).sum();
    }

    private int connectionsOf(String machine) {
        return askers.values().stream().filter(asker -> asker.machine.equals(machine)).mapToInt(asker -> asker.clients.size()).sum();
    }

    private void inTurn(String machine, Runnable work) {
        order.add(new WorkOwner(machine), work);
        if (!scheduled) {
            scheduled = true;
            loop.executeLater(this::takeTurns);
        }
    }

    private void takeTurns() {
        long begun = System.nanoTime();
        long now = begun;
        while (now - begun < SLICE_NANOSECONDS && !order.isEmpty()) {
            FairOrder.Turn<Runnable> turn = order.next().orElseThrow();
            guard(turn.work());
            long end = System.nanoTime();
            order.ended(turn, end - now);
            now = end;
        }
        scheduled = !order.isEmpty();
        if (scheduled) {
            loop.executeLater(this::takeTurns);
        }
    }

    /** What one machine sends must not keep the others from their answers. */
    private static void guard(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | OutOfMemoryError failure) { // there is a bound for buffers outside of the heap, and others wait
            LOG.error("a question for a name failed", failure);
        }
    }

    /** While something has a time limit. */
    private void watchTime() {
        if (!ticking) {
            ticking = true;
            later.execute(() -> {
                ticking = false;
                long now = System.nanoTime();
                askers.values().forEach(asker -> asker.tick(now));
                forwarders.values().removeIf(forwarder -> forwarder.tick(now));
                if (!forwarders.isEmpty() || askers.values().stream().anyMatch(Asker::needsTicks)) {
                    watchTime();
                }
            });
        }
    }

    /** Where an answer goes. */
    interface Reply {
        /** @param answer from its first byte to its last, valid during the call */
        void send(ByteBuffer answer);
    }

    /** A container that asks. */
    private final class Asker implements AutoCloseable {
        private final String machine;
        private final String container;
        private final NameSockets sockets;
        private final MachineNames names;
        private final Forwarding forwarding;
        private final EventLoop.Registration datagrams;
        private final EventLoop.Registration connections;
        private final List<TcpClient> clients = new ArrayList<>(0);
        private final MachineForwarder.Waiting waiting = new MachineForwarder.Waiting();
        private boolean resting;

        Asker(String machine, String container, NameSockets sockets, MachineNames names, Forwarding forwarding) {
            this.machine = machine;
            this.container = container;
            this.sockets = sockets;
            this.names = names;
            this.forwarding = forwarding;
            datagrams = loop.register(sockets.datagrams().descriptor(), () -> inTurn(machine, this::receive));
            connections = loop.register(sockets.connections().descriptor(), () -> inTurn(machine, this::accept));
            datagrams.arm(EventLoop.READABLE);
            connections.arm(EventLoop.READABLE);
        }

        boolean isOpen() {
            return sockets.datagrams().descriptor().isOpen();
        }

        private void receive() {
            if (!isOpen()) {
                return;
            }
            try {
                for (int count = 0; count < QUESTIONS_A_TURN && sockets.datagrams().receive(datagram); count++) {
                    InetSocketAddress sender = datagram.sender();
                    answer(false, answer -> reply(sender, answer));
                }
                datagrams.arm(EventLoop.READABLE);
            } catch (SystemCallException refused) {
                rest();
            }
        }

        /** One that asks and does not read loses answers, as everywhere. */
        private void reply(InetSocketAddress to, ByteBuffer answer) {
            if (isOpen()) {
                if (answer != datagram.bytes()) {
                    datagram.bytes().clear().put(answer).flip();
                }
                datagram.receiver(to);
                sockets.datagrams().send(datagram);
            }
        }

        /** What is in the datagram is a question, by whatever way it came. */
        void answer(boolean byTcp, Reply reply) {
            ByteBuffer packet = datagram.bytes();
            Optional<Query> asked = DnsMessage.query(packet);
            if (asked.isEmpty()) {
                return;
            }
            Query query = asked.get();
            if (isKnown(packet, query, byTcp ? LARGEST_PACKET : query.room())) {
                reply.send(packet);
            } else if (!names.leadsOut(container) || forwarding.servers().isEmpty()) {
                refuse(packet, query, DnsMessage.SERVER_FAILURE, reply);
            } else if (forwarding.keepsShortNames() && !query.name().contains(".") && (query.type() == DnsMessage.TYPE_ADDRESS || query.type() == DnsMessage.TYPE_ADDRESS_6)) {
                refuse(packet, query, DnsMessage.SUCCESS, reply);
            } else {
                forwarders.computeIfAbsent(machine, NameServer.this::forwarder).forward(query, byTcp, forwarding.servers(), waiting, reply);
                watchTime();
            }
        }

        /** Turns the question into its answer when it is for a name of the container's networks. */
        private boolean isKnown(ByteBuffer packet, Query query, int room) {
            if (query.type() == DnsMessage.TYPE_POINTER && query.name().endsWith(REVERSE)) {
                return address(query.name()).flatMap(address -> names.nameOf(container, address)).filter(name -> DnsMessage.answer(packet, query, name)).isPresent();
            }
            List<Inet4Address> found = names.find(container, query.name());
            if (found.isEmpty()) {
                return false;
            }
            if (query.type() == DnsMessage.TYPE_ADDRESS) {
                List<Inet4Address> shuffled = new ArrayList<>(found);
                Collections.shuffle(shuffled);
                DnsMessage.answer(packet, query, shuffled, room);
            } else {
                DnsMessage.answer(packet, query, DnsMessage.SUCCESS);
            }
            return true;
        }

        private void refuse(ByteBuffer packet, Query query, int code, Reply reply) {
            DnsMessage.answer(packet, query, code);
            reply.send(packet);
        }

        private void accept() {
            if (!isOpen()) {
                return;
            }
            try {
                sockets.connections().accept().ifPresent(connection -> {
                    if (clients.size() < TcpClient.MOST && connectionsOf(machine) < TcpClient.MOST_OF_A_MACHINE && connections() < TcpClient.MOST_OF_ALL) {
                        clients.add(new TcpClient(loop, connection, this::inTcpTurn, clients::remove));
                        watchTime();
                    } else {
                        connection.close();
                    }
                });
                connections.arm(EventLoop.READABLE);
            } catch (SystemCallException refused) {
                rest();
            }
        }

        /** A question has come in on a connection. */
        private void inTcpTurn(TcpClient client) {
            inTurn(machine, () -> {
                if (isOpen() && client.take(datagram.bytes())) {
                    answer(true, client);
                }
            });
        }

        /** The kernel has no room, or the container's root has closed a socket: that is not tried again and again. */
        private void rest() {
            resting = true;
            watchTime();
        }

        boolean needsTicks() {
            return resting || !clients.isEmpty();
        }

        void tick(long now) {
            List.copyOf(clients).forEach(client -> client.tick(now));
            if (resting) {
                resting = false;
                datagrams.arm(EventLoop.READABLE);
                connections.arm(EventLoop.READABLE);
            }
        }

        @Override
        public void close() {
            datagrams.close();
            connections.close();
            sockets.close();
            List.copyOf(clients).forEach(TcpClient::close);
        }
    }

    /** @param name of a reverse look-up, the address's last number first */
    private static Optional<Inet4Address> address(String name) {
        List<String> numbers = new ArrayList<>(List.of(name.substring(0, name.length() - REVERSE.length()).split("\\.", -1)));
        Collections.reverse(numbers);
        try {
            return Optional.of(Subnet.parse(String.join(".", numbers) + "/" + Integer.SIZE).first());
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
