package dev.berth.lab.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/**
 * A process of a machine.
 *
 * @param pid as the machine counts
 * @param parent as the machine counts; 0 if it has none there
 * @param inside its number in its own process-id namespace
 * @param container the id of the container that it runs in; otherwise empty
 * @param user as the machine counts
 * @param command the program and its arguments; empty of one that has ended and of threads of the kernel
 * @param name as the kernel calls it: the first fifteen letters of its program
 * @param namespaces the numbers of its namespaces, by their kinds
 * @param root its root folder, as a path of the machine or its container
 * @param hostname of its uts namespace
 * @param forwards whether its network passes on packets that are for others
 */
public record ProcessFacts(
        int pid, int parent, int inside, String container, int user, List<String> command, String name, Map<String, String> namespaces, String root,
        String hostname, boolean forwards) {

    public ProcessFacts {
        command = List.copyOf(command);
        namespaces = Map.copyOf(namespaces);
    }

    /** Reads one element of the answer of {@code GET /berth/machines/NAME/processes}. */
    public static ProcessFacts ofProcess(final JsonNode process) {
        final Map<String, String> namespaces = new TreeMap<>();
        process.path("Namespaces").properties().forEach(each -> namespaces.put(each.getKey(), each.getValue().asText()));
        return new ProcessFacts(
                process.path("Pid").asInt(),
                process.path("Parent").asInt(),
                process.path("PidInside").asInt(),
                process.path("Container").asText(),
                process.path("User").asInt(),
                StreamSupport.stream(process.path("Command").spliterator(), false).map(JsonNode::asText).toList(),
                process.path("Name").asText(),
                namespaces,
                process.path("Root").asText(),
                process.path("HostName").asText(),
                process.path("Forwards").asBoolean());
    }
}
