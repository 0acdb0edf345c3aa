package dev.berth.daemon;

import java.util.List;
import java.util.stream.Stream;

/**
 * What can be asked on a machine's socket, and what of a request is read: from this table bad requests are made, for each endpoint all of them.
 *
 * @param path as the router has it
 * @param query what else is needed for a good request, beginning with a question mark; or nothing
 * @param parameters that are read from the query
 * @param unknown what is answered when {@code nosuch} stands in the path; nothing for paths without a place, and where somebody else has to be asked
 */
public record Endpoint(String method, String path, String query, List<String> parameters, Body body, String unknown) {

    /** What a request brings. */
    public enum Body {
        NONE,
        JSON,
        TAR
    }

    /** In a body that says nothing. */
    private static final String NO_NAME = "400 invalid name or ID supplied: \"\"";
    private static final String NO_CONTAINER = "404 No such container: nosuch";
    private static final String NO_IMAGE = "404 No such image: nosuch:latest";
    private static final String NO_EXEC = "404 No such exec instance: nosuch";
    private static final String NO_PLUGIN = "404 plugin \"nosuch\" not found";
    private static final String NO_VOLUME = "404 get nosuch: no such volume";

    public static final List<Endpoint> ALL = List.of(
            get("/_ping"),
            new Endpoint("HEAD", "/_ping", "", List.of(), Body.NONE, ""),
            get("/version"),
            get("/info"),
            get("/system/df"),
            get("/containers/json", "all", "limit", "size", "filters"),
            post("/containers/create", "", Body.JSON, "", "name", "platform"),
            post("/containers/prune", "", Body.NONE, "", "filters"),
            ofContainer("GET", "json", "", "size"),
            ofContainer("GET", "top", "", "ps_args"),
            ofContainer("GET", "logs", "?stdout=1", "stdout", "stderr", "since", "until", "tail", "timestamps", "details"),
            ofContainer("GET", "changes", ""),
            ofContainer("GET", "export", ""),
            ofContainer("GET", "stats", "?stream=0&one-shot=1", "one-shot"),
            ofContainer("GET", "archive", "?path=/", "path"),
            new Endpoint("HEAD", "/containers/{id}/archive", "?path=/", List.of("path"), Body.NONE, "404 "),
            new Endpoint("PUT", "/containers/{id}/archive", "?path=/", List.of("path", "noOverwriteDirNonDir", "copyUIDGID"), Body.TAR, NO_CONTAINER),
            ofContainer("POST", "start", ""),
            ofContainer("POST", "stop", "", "t"),
            ofContainer("POST", "restart", "", "t"),
            post("/containers/{id}/kill", "", Body.NONE, "404 Cannot kill container: nosuch: No such container: nosuch", "signal"),
            ofContainer("POST", "pause", ""),
            ofContainer("POST", "unpause", ""),
            ofContainer("POST", "rename", "?name=new", "name"),
            post("/containers/{id}/update", "", Body.JSON, NO_CONTAINER),
            ofContainer("POST", "resize", "?h=1&w=1", "h", "w"),
            ofContainer("POST", "wait", "?condition=not-running", "condition"),
            post("/containers/{id}/attach", "?logs=1", Body.NONE, NO_CONTAINER, "detachKeys", "logs", "stdin", "stdout", "stderr"),
            ofContainer("GET", "attach/ws", "?logs=1", "detachKeys", "logs"),
            post("/containers/{id}/exec", "", Body.JSON, NO_CONTAINER),
            new Endpoint("DELETE", "/containers/{id}", "", List.of("force", "v", "link"), Body.NONE, NO_CONTAINER),
            post("/exec/{id}/start", "", Body.JSON, NO_EXEC),
            post("/exec/{id}/resize", "?h=1&w=1", Body.NONE, NO_EXEC, "h", "w"),
            new Endpoint("GET", "/exec/{id}/json", "", List.of(), Body.NONE, NO_EXEC),
            get("/images/json", "all", "filters", "filter"),
            new Endpoint("GET", "/images/{name}/json", "", List.of(), Body.NONE, "404 no such image: nosuch: No such image: nosuch:latest"),
            new Endpoint("GET", "/images/{name}/history", "", List.of(), Body.NONE, NO_IMAGE),
            new Endpoint("GET", "/images/{name}/get", "", List.of(), Body.NONE, "404 No such image: nosuch"),
            get("/images/get", "names"),
            post("/images/{name}/tag", "?repo=new", Body.NONE, NO_IMAGE, "repo", "tag"),
            new Endpoint("DELETE", "/images/{name}", "", List.of("force", "noprune"), Body.NONE, NO_IMAGE),
            post("/images/{name}/push", "", Body.NONE, "400 Bad parameters and missing X-Registry-Auth: EOF", "tag"),
            post("/auth", "", Body.JSON, ""),
            new Endpoint("GET", "/distribution/{name}/json", "", List.of(), Body.NONE, ""), // which a registry knows, and nobody here
            get("/images/search", "term", "limit", "filters"),
            post("/images/prune", "", Body.NONE, "", "filters"),
            post("/images/load", "", Body.TAR, "", "quiet"),
            post("/images/create", "?fromSrc=-", Body.TAR, "", "repo", "tag", "message", "changes", "platform"),
            post("/commit", "?container=nosuch", Body.JSON, "", "container", "repo", "tag", "author", "comment", "changes", "pause"),
            get("/volumes", "filters"),
            post("/volumes/create", "", Body.JSON, ""),
            post("/volumes/prune", "", Body.NONE, "", "filters"),
            new Endpoint("GET", "/volumes/{name}", "", List.of(), Body.NONE, NO_VOLUME),
            new Endpoint("DELETE", "/volumes/{name}", "", List.of("force"), Body.NONE, NO_VOLUME),
            get("/networks", "filters"),
            new Endpoint("GET", "/networks/{id}", "", List.of(), Body.NONE, "404 network nosuch not found"),
            new Endpoint("DELETE", "/networks/{id}", "", List.of(), Body.NONE, "404 network nosuch not found"),
            post("/networks/create", "", Body.JSON, ""),
            post("/networks/{id}/connect", "", Body.JSON, NO_NAME),
            post("/networks/{id}/disconnect", "", Body.JSON, NO_NAME),
            post("/networks/prune", "", Body.NONE, "", "filters"),
            new Endpoint("GET", "/events", "?until=1", List.of("since", "filters"), Body.NONE, ""),
            post("/build", "", Body.TAR, "", "dockerfile", "t", "remote", "q", "nocache", "cachefrom", "pull", "rm", "forcerm", "memory", "memswap", "cpushares", "cpusetcpus", "ulimits", "shmsize",
                    "extrahosts", "networkmode", "buildargs", "labels", "target", "platform", "squash", "version", "securityopt", "cgroupparent"),
            post("/build/cancel", "", Body.NONE, "", "id"),
            post("/session", "", Body.NONE, ""),
            post("/build/prune", "", Body.NONE, "", "filters"),
            get("/plugins", "filters"),
            new Endpoint("GET", "/plugins/{name}/json", "", List.of(), Body.NONE, NO_PLUGIN),
            post("/plugins/{name}/enable", "?timeout=0", Body.NONE, NO_PLUGIN, "timeout"),
            post("/plugins/{name}/disable", "", Body.NONE, NO_PLUGIN, "force"),
            post("/plugins/{name}/push", "", Body.NONE, NO_PLUGIN),
            new Endpoint("DELETE", "/plugins/{name}", "", List.of("force"), Body.NONE, NO_PLUGIN));

    private static Endpoint get(String path, String... parameters) {
        return new Endpoint("GET", path, "", List.of(parameters), Body.NONE, "");
    }

    private static Endpoint post(String path, String query, Body body, String unknown, String... parameters) {
        return new Endpoint("POST", path, query, List.of(parameters), body, unknown);
    }

    private static Endpoint ofContainer(String method, String verb, String query, String... parameters) {
        return new Endpoint(method, "/containers/{id}/" + verb, query, List.of(parameters), Body.NONE, NO_CONTAINER);
    }

    public boolean hasPlace() {
        return path.contains("{");
    }

    /** The path with something in its place, and the query. */
    public String with(String place) {
        return path.replaceAll("\\{.*}", place.replace("$", "\\$")) + query;
    }

    /** The path with another value of a parameter, as it is sent. */
    public String with(String place, String parameter, String value) {
        List<String> others = Stream.of(query.replace("?", "").split("&")).filter(each -> !each.isEmpty() && !each.startsWith(parameter + "=")).toList();
        String kept = others.isEmpty() ? "" : String.join("&", others) + "&";
        return path.replaceAll("\\{.*}", place) + "?" + kept + parameter + "=" + value;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
