package dev.berth.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Bodies of requests, some of whose fields make sense and some of which are anything: the same ones for the same seed. */
final class OptionBodies {
    private static final List<String> ANYTHING = List.of("5", "-1", "0", "1.5", "1e400", "99999999999999999999", "9223372036854775807", "-9223372036854775808", "true", "false", "null", "\"\"", "\"x\"",
            "\"/\"", "\"..\"", "\"a:b:c\"", "\"\\u0000\"", "\"\\ud800\"", "[]", "{}", "[null]", "[5]", "[\"\"]", "[\"x\", \"x\"]", "[[]]", "[{}]", "{\"\": \"\"}", "{\"a\": {}}", "{\"a\": null}", "{\"a\": []}");

    private static final Map<String, List<String>> OF_CONTAINER = Map.ofEntries(
            Map.entry("Cmd", List.of("[\"true\"]", "[\"sleep\", \"1000\"]", "\"true\"", "[\"nosuch\"]", "[\"/\"]", "[\"\"]")),
            Map.entry("Entrypoint", List.of("[\"sh\", \"-c\"]", "[\"\"]", "\"env\"")),
            Map.entry("Env", List.of("[\"A=b\"]", "[\"A\"]", "[\"PATH=\"]", "[\"=x\"]", "[\"A=b=c\", \"A=d\"]")),
            Map.entry("User", List.of("\"nobody\"", "\"0:0\"", "\"65534\"", "\"nosuch\"", "\"4294967295\"", "\"-1\"", "\":x\"")),
            Map.entry("WorkingDir", List.of("\"/tmp\"", "\"/bin/sh\"", "\"/new/one\"", "\"tmp\"", "\"/proc/self\"")),
            Map.entry("Hostname", List.of("\"web\"", "\"a b\"", "\"-\"", "\"x.y.z\"")),
            Map.entry("Domainname", List.of("\"example.org\"")),
            Map.entry("Tty", List.of("true")),
            Map.entry("OpenStdin", List.of("true")),
            Map.entry("Labels", List.of("{\"a\": \"b\"}")),
            Map.entry("ExposedPorts", List.of("{\"80/tcp\": {}}", "{\"1-65535/udp\": {}}", "{\"99999/tcp\": {}}", "{\"x\": {}}")),
            Map.entry("Volumes", List.of("{\"/data\": {}}", "{\"/\": {}}", "{\"/proc\": {}}", "{\"/a/../b\": {}}")),
            Map.entry("StopSignal", List.of("\"SIGINT\"", "\"9\"", "\"0\"", "\"65\"", "\"NOPE\"")),
            Map.entry("StopTimeout", List.of("1", "0", "2147483647")),
            Map.entry("Healthcheck", List.of("{\"Test\": [\"CMD\", \"true\"], \"Interval\": 1000000000}", "{\"Test\": [\"NONE\"]}", "{\"Test\": [\"NOPE\"]}", "{\"Interval\": 1}")));

    private static final Map<String, List<String>> OF_HOST = Map.ofEntries(
            Map.entry("Binds", List.of("[\"/tmp:/x\"]", "[\"v:/y:ro\"]", "[\"/nosuch:/z\"]", "[\"/proc:/proc\"]", "[\"/:/m:rshared\"]", "[\"v:/y\", \"w:/y\"]", "[\"v:/y:nope\"]")),
            Map.entry("Tmpfs", List.of("{\"/t\": \"size=1m\"}", "{\"/\": \"\"}", "{\"/t\": \"size=-1\"}", "{\"/t\": \"nope\"}", "{\"/t\": \"mode=9999\"}")),
            Map.entry("Mounts", List.of("[{\"Type\": \"volume\", \"Target\": \"/v\"}]", "[{\"Type\": \"tmpfs\", \"Target\": \"/v\", \"TmpfsOptions\": {\"SizeBytes\": -1}}]", "[{\"Type\": \"bind\", \"Source\": \"/nosuch\", \"Target\": \"/v\"}]",
                    "[{\"Type\": \"npipe\", \"Target\": \"/v\"}]")),
            Map.entry("VolumesFrom", List.of("[\"kept\"]", "[\"kept:ro\"]", "[\"nosuch\"]", "[\":\"]")),
            Map.entry("Memory", List.of("6291456", "67108864", "1", "-1")),
            Map.entry("MemorySwap", List.of("-1", "67108864", "1")),
            Map.entry("MemoryReservation", List.of("6291456", "1")),
            Map.entry("MemorySwappiness", List.of("0", "100", "101")),
            Map.entry("NanoCpus", List.of("500000000", "1", "100000000000")),
            Map.entry("CpuShares", List.of("2", "1", "1000000")),
            Map.entry("CpuPeriod", List.of("100000", "1")),
            Map.entry("CpuQuota", List.of("50000", "1")),
            Map.entry("CpusetCpus", List.of("\"0\"", "\"0-999\"", "\"x\"", "\"0,,1\"")),
            Map.entry("CpusetMems", List.of("\"0\"", "\"9\"")),
            Map.entry("PidsLimit", List.of("10", "0", "-1", "1")),
            Map.entry("OomScoreAdj", List.of("500", "-1000", "1001")),
            Map.entry("OomKillDisable", List.of("true")),
            Map.entry("Ulimits", List.of("[{\"Name\": \"nofile\", \"Soft\": 10, \"Hard\": 20}]", "[{\"Name\": \"nofile\", \"Soft\": 20, \"Hard\": 10}]", "[{\"Name\": \"x\"}]", "[{\"Name\": \"core\", \"Soft\": -1, \"Hard\": -1}]")),
            Map.entry("CapAdd", List.of("[\"NET_ADMIN\"]", "[\"ALL\"]", "[\"NOPE\"]")),
            Map.entry("CapDrop", List.of("[\"ALL\"]", "[\"CAP_CHOWN\"]")),
            Map.entry("Privileged", List.of("true")),
            Map.entry("ReadonlyRootfs", List.of("true")),
            Map.entry("SecurityOpt", List.of("[\"no-new-privileges\"]", "[\"seccomp=unconfined\"]", "[\"label=disable\"]", "[\"apparmor=x\"]")),
            Map.entry("GroupAdd", List.of("[\"nogroup\"]", "[\"4294967296\"]", "[\"nosuch\"]")),
            Map.entry("Sysctls", List.of("{\"net.ipv4.ip_forward\": \"1\"}", "{\"kernel.panic\": \"1\"}", "{\"../x\": \"1\"}", "{\"net.ipv4.ip_forward\": \"a\\nb\"}")),
            Map.entry("NetworkMode", List.of("\"none\"", "\"host\"", "\"bridge\"", "\"container:kept\"", "\"container:nosuch\"", "\"nosuch\"")),
            Map.entry("PidMode", List.of("\"host\"", "\"container:kept\"", "\"container:nosuch\"")),
            Map.entry("IpcMode", List.of("\"host\"", "\"private\"", "\"shareable\"", "\"none\"", "\"container:kept\"")),
            Map.entry("UTSMode", List.of("\"host\"", "\"x\"")),
            Map.entry("UsernsMode", List.of("\"host\"", "\"x\"")),
            Map.entry("ShmSize", List.of("1048576", "1")),
            Map.entry("Dns", List.of("[\"10.0.0.1\"]", "[\"x\"]")),
            Map.entry("DnsSearch", List.of("[\"example.org\"]", "[\".\"]", "[\"a b\"]")),
            Map.entry("DnsOptions", List.of("[\"ndots:5\"]")),
            Map.entry("ExtraHosts", List.of("[\"a:1.2.3.4\"]", "[\"a:host-gateway\"]", "[\"a\"]", "[\"a b:1.2.3.4\"]")),
            Map.entry("LogConfig", List.of("{\"Type\": \"local\"}", "{\"Type\": \"none\"}", "{\"Type\": \"nope\"}", "{\"Type\": \"json-file\", \"Config\": {\"max-size\": \"1x\"}}")),
            Map.entry("RestartPolicy", List.of("{\"Name\": \"always\"}", "{\"Name\": \"on-failure\", \"MaximumRetryCount\": 2}", "{\"Name\": \"x\"}")),
            Map.entry("AutoRemove", List.of("true")),
            Map.entry("Init", List.of("true")),
            Map.entry("Runtime", List.of("\"runc\"", "\"machine\"", "\"x\"")),
            Map.entry("StorageOpt", List.of("{\"size\": \"1g\"}")),
            Map.entry("Devices", List.of("[]")),
            Map.entry("CgroupnsMode", List.of("\"private\"", "\"x\"")));

    private static final Map<String, List<String>> OF_EXEC = Map.of(
            "Cmd", List.of("[\"true\"]", "[\"nosuch\"]", "[\"sh\", \"-c\", \"exit 3\"]"),
            "User", List.of("\"nobody\"", "\"nosuch\""),
            "WorkingDir", List.of("\"/tmp\"", "\"nowhere\"", "\"/nosuch\""),
            "Env", List.of("[\"A=b\"]", "[\"A\"]"),
            "Tty", List.of("true"),
            "Privileged", List.of("true"),
            "AttachStdout", List.of("true"),
            "DetachKeys", List.of("\"ctrl-a\"", "\"nope-nope\""));

    private static final Map<String, List<String>> OF_VOLUME = Map.of(
            "Name", List.of("\"made\"", "\"a/b\"", "\"..\"", "\"-x\"", "\"" + "x".repeat(300) + "\""),
            "Driver", List.of("\"local\"", "\"nope\""),
            "DriverOpts", List.of("{}", "{\"type\": \"tmpfs\", \"device\": \"tmpfs\"}", "{\"o\": \"bind\", \"device\": \"/etc\", \"type\": \"none\"}"),
            "Labels", List.of("{\"a\": \"b\"}"));

    private final Random random;

    OptionBodies(long seed) {
        random = new Random(seed);
    }

    /** Of a container with an image that is there, and a few options. */
    String container(String image) {
        Map<String, String> fields = some(OF_CONTAINER, 4);
        fields.put("Image", "\"" + image + "\"");
        fields.put("HostConfig", json(some(OF_HOST, 5)));
        return json(fields);
    }

    String update() {
        return json(some(OF_HOST, 3));
    }

    String exec() {
        Map<String, String> fields = some(OF_EXEC, 4);
        fields.putIfAbsent("Cmd", "[\"true\"]");
        return json(fields);
    }

    String volume() {
        return json(some(OF_VOLUME, 3));
    }

    String image() {
        return json(some(OF_CONTAINER, 4));
    }

    /** Mostly what makes sense: of a body with one thing that does not, nothing else is looked at. */
    private Map<String, String> some(Map<String, List<String>> known, int most) {
        List<String> names = new ArrayList<>(known.keySet().stream().sorted().toList());
        Map<String, String> chosen = new LinkedHashMap<>();
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            String name = names.get(random.nextInt(names.size()));
            chosen.put(name, one(random.nextInt(8) == 0 ? ANYTHING : known.get(name)));
        }
        return chosen;
    }

    private String one(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }

    private static String json(Map<String, String> fields) {
        return fields.entrySet().stream().map(field -> "\"" + field.getKey() + "\": " + field.getValue()).collect(Collectors.joining(", ", "{", "}"));
    }
}
