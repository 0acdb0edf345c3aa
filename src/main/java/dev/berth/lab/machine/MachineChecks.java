package dev.berth.lab.machine;

import dev.berth.lab.check.CheckEngine;
import dev.berth.lab.check.CheckInput;
import dev.berth.lab.check.CheckResult;
import dev.berth.lab.check.FactRequest;
import dev.berth.lab.check.MachineSnapshot;
import dev.berth.lab.check.MachineSnapshot.Facts;
import dev.berth.lab.check.Task;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Evaluates tasks, and gets from the machines what the evaluation lacks, until it lacks nothing. No thread waits. Used on the lab's loop alone. */
public final class MachineChecks {

    /** First the lists, then what one asks of what is in them, then what sayings tell besides. */
    private static final int MOST_ROUNDS = 8;

    private final Context loop;
    private final Map<String, DockerFacts> machines;
    private final CheckEngine engine = new CheckEngine();

    /** @param machines by their names in the lesson */
    public MachineChecks(Context loop, Map<String, DockerFacts> machines) {
        this.loop = loop;
        this.machines = Map.copyOf(machines);
    }

    /** @return never fails for what a machine does or does not answer */
    public Future<CheckResult> evaluate(List<Task> tasks, CheckInput input) {
        return evaluate(tasks, input, MOST_ROUNDS);
    }

    private Future<CheckResult> evaluate(List<Task> tasks, CheckInput input, int rounds) {
        return evaluated(tasks, input).compose(result -> result.isFinal() ? Future.succeededFuture(result)
                : fetched(input, result.lacking(), rounds).compose(more -> evaluate(tasks, more, rounds - 1)));
    }

    /** Elsewhere: patterns and long logs take time, which terminals need. */
    private Future<CheckResult> evaluated(List<Task> tasks, CheckInput input) {
        Promise<CheckResult> done = Promise.promise();
        loop.owner().executeBlocking(() -> engine.evaluate(tasks, input), false).onComplete(result -> loop.runOnContext(now -> done.handle(result)));
        return done.future();
    }

    private Future<CheckInput> fetched(CheckInput input, Map<String, Set<FactRequest<?>>> lacking, int rounds) {
        Future<CheckInput> fetched = Future.succeededFuture(input);
        for (Map.Entry<String, Set<FactRequest<?>>> each : lacking.entrySet()) {
            Future<Facts> facts = rounds > 0 ? machines.get(each.getKey()).fetch(each.getValue())
                    : Future.succeededFuture(each.getValue().stream().map(request -> Facts.unavailable(request, MachineSnapshot.NO_ANSWER)).reduce(Facts.NONE, Facts::and));
            fetched = fetched.compose(before -> facts.map(more -> before.with(each.getKey(), more)));
        }
        return fetched;
    }
}
