package dev.berth.engine.dns;

import dev.berth.engine.dns.DnsMessage.Query;
import dev.berth.runtime.kernel.ByteStream;
import dev.berth.runtime.kernel.EventLoop;
import dev.berth.runtime.kernel.InternetSocket;
import dev.berth.runtime.kernel.InternetSocket.Datagram;
import dev.berth.runtime.kernel.InternetSocket.Kind;
import dev.berth.runtime.kernel.SystemCallException;
import java.net.Inet4Address;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Asks other name servers what containers of one machine ask, by that machine's network: what its packets may not reach, this does not reach either. Questions and answers are passed on as they
 * are. Used on the event loop only.
 */
final class MachineForwarder implements AutoCloseable {
    private static final int DOMAIN = 53;

    /** Questions on their way, of the machine and of one container. */
    private static final int MOST = 256;

    private static final int MOST_OF_A_CONTAINER = 64;

    /** Servers that are asked at the same time, and questions that are asked by TCP. */
    private static final int MOST_SOCKETS = 8;

    private static final int ANSWERS_A_TURN = 16;
    private static final int ATTEMPTS_AT_AN_ID = 16;
    private static final int LARGEST = 0xffff;

    /** For one server to answer: with two of them the client hears in time that none does. */
    private static final long ANSWER_NANOSECONDS = TimeUnit.SECONDS.toNanos(2);

    /** Afterwards another socket has another port, which nobody has seen. */
    private static final long IDLE_NANOSECONDS = TimeUnit.SECONDS.toNanos(10);

    /** Before what could not be reached is tried again. */
    private static final long REST_NANOSECONDS = TimeUnit.SECONDS.toNanos(1);

    private final EventLoop loop;
    private final Executor turns;
    private final Datagram datagram;
    private final Connector connector;
    private final Map<Inet4Address, Upstream> upstreams = new HashMap<>();
    private final Map<Inet4Address, Long> unreachableSince = new HashMap<>();
    private final List<TcpExchange> exchanges = new ArrayList<>();
    private int waiting;

    interface Connector {
        /** @throws SystemCallException when there is no way; @throws IllegalStateException when the machine does not run */
        InternetSocket connect(Kind kind, Inet4Address address, int port);
    }

    /** How many questions of one container are on their way. */
    static final class Waiting {
        private int count;
    }

    /** A question on its way. */
    private static final class Pending {
        private final Query query;
        private final byte[] question;
        private final boolean byTcp;
        private final List<Inet4Address> servers;
        private final Waiting container;
        private final NameServer.Reply reply;
        private int next;
        private long askedAt;

        Pending(Query query, byte[] question, boolean byTcp, List<Inet4Address> servers, Waiting container, NameServer.Reply reply) {
            this.query = query;
            this.question = question;
            this.byTcp = byTcp;
            this.servers = servers;
            this.container = container;
            this.reply = reply;
        }

        boolean isLate(long now) {
            return now - askedAt > ANSWER_NANOSECONDS;
        }
    }

    /** @param turns run what they get on the loop, when the machine has its turn; @param datagram of the loop, used during each call */
    MachineForwarder(EventLoop loop, Executor turns, Datagram datagram, Connector connector) {
        this.loop = loop;
        this.turns = turns;
        this.datagram = datagram;
        this.connector = connector;
    }

    /** Asks one server after the other what is in the datagram. The reply gets an answer in any case. */
    void forward(Query query, boolean byTcp, List<Inet4Address> servers, Waiting container, NameServer.Reply reply) {
        byte[] question = new byte[datagram.bytes().limit()];
        datagram.bytes().get(0, question);
        Pending pending = new Pending(query, question, byTcp, servers, container, reply);
        waiting++;
        container.count++;
        if (waiting > MOST || container.count > MOST_OF_A_CONTAINER) {
            fail(pending);
        } else {
            askNext(pending);
        }
    }

    private void askNext(Pending pending) {
        while (pending.next < pending.servers.size()) {
            Inet4Address server = pending.servers.get(pending.next++);
            pending.askedAt = System.nanoTime();
            if (pending.byTcp ? askByTcp(server, pending) : upstream(server).filter(upstream -> upstream.ask(pending)).isPresent()) {
                return;
            }
        }
        fail(pending);
    }

    private void fail(Pending pending) {
        ByteBuffer packet = datagram.bytes().clear().put(pending.question).flip();
        DnsMessage.answer(packet, pending.query, DnsMessage.SERVER_FAILURE);
        finish(pending, packet);
    }

    /** Another server may know more than one that says that it cannot. */
    private void answered(Pending pending, ByteBuffer answer) {
        int code = DnsMessage.code(answer);
        if ((code == DnsMessage.SERVER_FAILURE || code == DnsMessage.REFUSED) && pending.next < pending.servers.size()) {
            askNext(pending);
        } else {
            DnsMessage.id(answer, DnsMessage.id(ByteBuffer.wrap(pending.question)));
            finish(pending, answer);
        }
    }

    private void finish(Pending pending, ByteBuffer answer) {
        waiting--;
        pending.container.count--;
        pending.reply.send(answer);
    }

    private Optional<Upstream> upstream(Inet4Address server) {
        Upstream open = upstreams.get(server);
        if (open != null || upstreams.size() == MOST_SOCKETS) {
            return Optional.ofNullable(open);
        }
        Optional<Upstream> opened = connect(Kind.UDP, server).map(socket -> new Upstream(server, socket));
        opened.ifPresent(upstream -> upstreams.put(server, upstream));
        return opened;
    }

    private Optional<InternetSocket> connect(Kind kind, Inet4Address server) {
        long now = System.nanoTime();
        unreachableSince.values().removeIf(since -> now - since > REST_NANOSECONDS);
        if (unreachableSince.containsKey(server)) {
            return Optional.empty();
        }
        try {
            return Optional.of(connector.connect(kind, server, DOMAIN));
        } catch (SystemCallException | IllegalStateException unreachable) {
            unreachableSince.put(server, now);
            return Optional.empty();
        }
    }

    /** The time limits. @return whether nothing is under way or open any more */
    boolean tick(long now) {
        List.copyOf(upstreams.values()).forEach(upstream -> upstream.tick(now));
        List.copyOf(exchanges).forEach(exchange -> exchange.tick(now));
        return upstreams.isEmpty() && exchanges.isEmpty();
    }

    /** Who waits gets no answer. */
    @Override
    public void close() {
        List.copyOf(upstreams.values()).forEach(Upstream::close);
        List.copyOf(exchanges).forEach(TcpExchange::close);
    }

    /** A server that is asked by UDP: the kernel lets in what comes from it alone. */
    private final class Upstream implements AutoCloseable {
        private final Inet4Address server;
        private final InternetSocket socket;
        private final EventLoop.Registration registration;
        private final Map<Integer, Pending> pending = new HashMap<>();
        private long lastUse = System.nanoTime();

        Upstream(Inet4Address server, InternetSocket socket) {
            this.server = server;
            this.socket = socket;
            registration = loop.register(socket.descriptor(), () -> turns.execute(this::receive));
            registration.arm(EventLoop.READABLE);
        }

        boolean ask(Pending question) {
            int id = freeId();
            ByteBuffer packet = datagram.bytes().clear().put(question.question).flip();
            DnsMessage.id(packet, id);
            lastUse = System.nanoTime();
            if (!socket.sendConnected(datagram)) {
                return false;
            }
            pending.put(id, question);
            return true;
        }

        /** One that nobody can guess. There are far fewer questions than ids. */
        private int freeId() {
            int id = ThreadLocalRandom.current().nextInt(LARGEST + 1);
            for (int attempt = 0; attempt < ATTEMPTS_AT_AN_ID && pending.containsKey(id); attempt++) {
                id = ThreadLocalRandom.current().nextInt(LARGEST + 1);
            }
            return id;
        }

        private void receive() {
            if (!socket.descriptor().isOpen()) {
                return;
            }
            try {
                for (int count = 0; count < ANSWERS_A_TURN && socket.receive(datagram); count++) {
                    ByteBuffer answer = datagram.bytes();
                    Pending asked = answer.limit() < Short.BYTES ? null : pending.get(DnsMessage.id(answer));
                    if (asked != null && DnsMessage.isAnswer(answer, asked.question, asked.query.end())) {
                        pending.remove(DnsMessage.id(answer));
                        answered(asked, answer);
                    }
                }
            } catch (SystemCallException refused) { // nobody listens there
                List<Pending> unanswered = List.copyOf(pending.values());
                pending.clear();
                unanswered.forEach(MachineForwarder.this::askNext);
            }
            if (socket.descriptor().isOpen()) {
                registration.arm(EventLoop.READABLE);
            }
        }

        void tick(long now) {
            List<Pending> late = pending.values().stream().filter(question -> question.isLate(now)).toList();
            pending.values().removeAll(late);
            late.forEach(MachineForwarder.this::askNext);
            if (pending.isEmpty() && now - lastUse > IDLE_NANOSECONDS) {
                close();
            }
        }

        @Override
        public void close() {
            upstreams.remove(server, this);
            registration.close();
            socket.close();
        }
    }

    private boolean askByTcp(Inet4Address server, Pending pending) {
        if (exchanges.size() == MOST_SOCKETS) {
            return false;
        }
        Optional<InternetSocket> socket = connect(Kind.TCP, server);
        socket.ifPresent(connected -> exchanges.add(new TcpExchange(connected, pending)));
        return socket.isPresent();
    }

    /** One question on a connection of its own. */
    private final class TcpExchange implements ByteStream.Reader, AutoCloseable {
        private final ByteStream stream;
        private final Pending pending;
        private ByteBuffer answer = ByteBuffer.allocate(Short.BYTES + DnsMessage.MOST_ROOM);
        private boolean over;

        TcpExchange(InternetSocket socket, Pending pending) {
            this.pending = pending;
            stream = new ByteStream(loop, socket.descriptor());
            ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + pending.question.length).putShort((short) pending.question.length).put(pending.question).flip();
            stream.write(framed);
            stream.read(this);
        }

        @Override
        public void bytes(ByteBuffer bytes) {
            if (over) {
                return;
            }
            if (bytes.remaining() > answer.remaining()) {
                answer = ByteBuffer.allocate(Short.BYTES + LARGEST).put(answer.flip());
            }
            if (bytes.remaining() > answer.remaining()) {
                failed();
                return;
            }
            answer.put(bytes);
            int length = answer.position() < Short.BYTES ? LARGEST : Short.toUnsignedInt(answer.getShort(0));
            if (answer.position() >= Short.BYTES + length) {
                ByteBuffer message = answer.slice(Short.BYTES, length);
                close();
                if (DnsMessage.isAnswer(message, pending.question, pending.query.end())) {
                    answered(pending, message);
                } else {
                    askNext(pending);
                }
            }
        }

        @Override
        public void ended() {
            if (!over) {
                failed();
            }
        }

        private void failed() {
            close();
            askNext(pending);
        }

        void tick(long now) {
            if (pending.isLate(now)) {
                failed();
            }
        }

        @Override
        public void close() {
            over = true;
            exchanges.remove(this);
            stream.close();
        }
    }
}
