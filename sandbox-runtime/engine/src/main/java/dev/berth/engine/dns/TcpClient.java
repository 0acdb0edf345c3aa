package dev.berth.engine.dns;

import dev.berth.runtime.kernel.ByteStream;
import dev.berth.runtime.kernel.Descriptor;
import dev.berth.runtime.kernel.EventLoop;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A connection on which a container asks for names, one question after the other: the next is looked at when the answer before is in the socket. Used on the event loop only. */
final class TcpClient implements NameServer.Reply, AutoCloseable {
    /** Of a container. */
    static final int MOST = 8;

    static final int MOST_OF_A_MACHINE = 16;
    /** Each may have an answer of 64 KiB on its way to somebody who does not read. */
    static final int MOST_OF_ALL = 96;

    private static final long IDLE_NANOSECONDS = TimeUnit.SECONDS.toNanos(10);

    private final ByteStream stream;
    private final Consumer<TcpClient> asked;
    private final Consumer<TcpClient> closed;
    private final ByteBuffer incoming = ByteBuffer.allocate(Short.BYTES + DnsMessage.LEAST_ROOM);
    private long lastUse = System.nanoTime();
    private boolean busy;
    private boolean over;

    /** @param asked called when a question is there, to be {@linkplain #take taken}; @param closed called once */
    TcpClient(EventLoop loop, Descriptor connection, Consumer<TcpClient> asked, Consumer<TcpClient> closed) {
        this.asked = asked;
        this.closed = closed;
        stream = new ByteStream(loop, connection);
        stream.read(new ByteStream.Reader() {
            @Override
            public void bytes(ByteBuffer bytes) {
                if (bytes.remaining() > incoming.remaining()) {
                    close();
                } else {
                    incoming.put(bytes);
                    look();
                }
            }

            @Override
            public void ended() {
                close();
            }
        });
    }

    /** Whether a whole question is there. */
    private void look() {
        if (!busy && !over && incoming.position() >= Short.BYTES && incoming.position() >= Short.BYTES + length()) {
            busy = true;
            stream.pause();
            asked.accept(this);
        }
    }

    private int length() {
        return Short.toUnsignedInt(incoming.getShort(0));
    }

    /** @param into gets the question. @return false: the client has gone */
    boolean take(ByteBuffer into) {
        if (over) {
            return false;
        }
        int length = length();
        incoming.flip().position(Short.BYTES);
        into.clear().put(incoming.slice(Short.BYTES, length)).flip();
        incoming.position(Short.BYTES + length).compact();
        return true;
    }

    @Override
    public void send(ByteBuffer answer) {
        if (over) {
            return;
        }
        ByteBuffer framed = ByteBuffer.allocate(Short.BYTES + answer.limit()).putShort((short) answer.limit()).put(answer.duplicate().rewind()).flip();
        stream.write(framed).whenComplete((none, failure) -> {
            if (failure != null) {
                close();
            } else {
                lastUse = System.nanoTime();
                busy = false;
                stream.resume();
                look();
            }
        });
    }

    /** One that says nothing, or does not read, is closed after a while. */
    void tick(long now) {
        if (now - lastUse > IDLE_NANOSECONDS) {
            close();
        }
    }

    /** Can be called twice. */
    @Override
    public void close() {
        if (!over) {
            over = true;
            stream.close();
            closed.accept(this);
        }
    }
}
