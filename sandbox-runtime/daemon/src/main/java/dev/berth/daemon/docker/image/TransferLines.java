package dev.berth.daemon.docker.image;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.engine.image.Transfer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** What is told of a pull or push, in Docker's JSON, a line each. */
record TransferLines(ProgressLines lines, CompletionStage<Void> gone) implements Transfer {
    private static final int WIDTH = 50;
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB"};
    private static final double STEP = 1000;

    @Override
    public void step(Step step) {
        ObjectNode line = Json.object().put("status", step.status());
        step.amount().ifPresent(amount -> {
            ObjectNode detail = line.putObject("progressDetail");
            if (amount.total() > 0) {
                detail.put("current", amount.done()).put("total", amount.total());
                line.put("progress", drawn(amount));
            }
        });
        if (!step.of().isEmpty()) {
            line.put("id", step.of());
        }
        lines.line(line);
    }

    @Override
    public void pushed(Pushed pushed) {
        ObjectNode line = Json.object();
        line.putObject("progressDetail");
        line.putObject("aux").put("Tag", pushed.tag()).put("Digest", pushed.manifest().toString()).put("Size", pushed.bytes());
        lines.line(line);
    }

    private static String drawn(Amount amount) {
        int filled = (int) Math.min(WIDTH, amount.done() * WIDTH / amount.total());
        return "[" + "=".repeat(filled) + ">" + " ".repeat(WIDTH - filled) + "] " + String.format(Locale.ROOT, "%8s/%s", size(amount.done()), size(amount.total()));
    }

    /** Four digits, as Docker shows sizes. */
    private static String size(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= STEP && unit < UNITS.length - 1) {
            value /= STEP;
            unit++;
        }
        String digits = new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
        return digits + UNITS[unit];
    }
}
