package dev.berth.daemon.machine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Exchange;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.Router;
import dev.berth.engine.machine.MachineProcess;
import dev.berth.engine.machine.ProcessesOfMachines;
import java.util.concurrent.CompletionStage;

/** {@code /berth/machines/NAME/processes} on the admin socket: what runs in a machine. See docs/machine-api.md. */
final class ProcessRoutes {
    private final ProcessesOfMachines processes;

    private ProcessRoutes(ProcessesOfMachines processes) {
        this.processes = processes;
    }

    static void add(Router router, ProcessesOfMachines processes) {
        router.add("GET", "/berth/machines/{name}/processes", new ProcessRoutes(processes)::list);
    }

    private CompletionStage<?> list(Exchange exchange) {
        return processes.of(exchange.place("name")).thenAccept(all -> {
            ArrayNode json = Json.array();
            all.forEach(each -> json.add(json(each)));
            exchange.answer(200, json);
        });
    }

    private static ObjectNode json(MachineProcess process) {
        ObjectNode json = Json.object();
        json.put("Pid", process.pid());
        json.put("Parent", process.parent());
        json.put("PidInside", process.inside());
        json.put("Container", process.container().orElse(""));
        json.put("User", process.user());
        json.put("Name", process.name());
        ArrayNode command = json.putArray("Command");
        process.command().forEach(command::add);
        ObjectNode namespaces = json.putObject("Namespaces");
        process.namespaces().forEach(namespaces::put);
        json.put("Root", process.root());
        json.put("HostName", process.surroundings().hostName());
        json.put("Forwards", process.surroundings().forwards());
        return json;
    }
}
