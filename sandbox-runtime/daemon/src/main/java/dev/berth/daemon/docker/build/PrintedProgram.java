package dev.berth.daemon.docker.build;

import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.OutputSink;
import dev.berth.daemon.http.PacedOutput;
import dev.berth.engine.build.BuildOutput;
import dev.berth.engine.stream.Session;
import java.nio.ByteBuffer;

/** What a build's program prints, on its way to the client: the program waits while the client does not read. */
final class PrintedProgram implements BuildOutput.Program {
    private final Exchange exchange;
    private final PacedOutput output;
    private final OutputSink sink;

    /** @param sink takes what was framed */
    PrintedProgram(Exchange exchange, PacedOutput.Framing framing, OutputSink sink) {
        this.exchange = exchange;
        this.output = new PacedOutput(exchange::onLoop, framing);
        this.sink = sink;
    }

    @Override
    public void opened(Session session) {
        output.opened(session);
    }

    @Override
    public void begin(Session session) {
        exchange.onLoop(() -> output.connect(session, sink));
    }

    @Override
    public void output(boolean error, ByteBuffer bytes) {
        output.output(error, bytes);
    }

    @Override
    public void ended() {
        output.ended();
    }
}
