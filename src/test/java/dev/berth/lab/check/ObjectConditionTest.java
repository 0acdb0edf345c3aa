package dev.berth.lab.check;

import static dev.berth.lab.check.ContainerBuilder.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.lab.check.ContainerFacts.Endpoint;
import dev.berth.lab.check.ContainerFacts.Mount;
import dev.berth.lab.check.ContainerFacts.Options;
import dev.berth.lab.value.StudentValues;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matchers, and what is asked of images, volumes, files and processes. */
class ObjectConditionTest {

    private static final Map<String, String> MACHINES = Map.of("uts", "1", "pid", "1", "net", "1");

    private final StudentValues student = new StudentValues("Ada", Map.of("word", "heron", "regular", "h.ron"));
    private final FakeMachine machine = new FakeMachine()
            .with(new ImageFacts("sha256:base", List.of("debian:latest", "debian:12"), 100 << 20),
                    new ImageContentFacts(List.of("PATH=/bin"), List.of("bash"), List.of(), "", "", Map.of(), List.of(), List.of(), List.of("l1"),
                            List.of(new ImageContentFacts.Step("CMD [\"bash\"]", 0), new ImageContentFacts.Step("ADD file:1 in /", 120))))
            .with(new ImageFacts("sha256:mine", List.of("mine:v2"), (100 << 20) + 512 * 1024),
                    new ImageContentFacts(List.of("PATH=/bin", "MODE=quiet"), List.of("serve", "-p", "80"), List.of("/entry"), "app", "/srv", Map.of("by", "heron"), List.of("80/tcp"),
                            List.of("/data"), List.of("l1", "l2"), List.of(new ImageContentFacts.Step("RUN touch /heron", 0), new ImageContentFacts.Step("ADD file:1 in /", 120))))
            .with(new VolumeFacts("store", "local", Map.of("of", "heron"), "/volumes/store", Instant.parse("2026-01-01T00:00:00Z")))
            .with(new VolumeFacts("a".repeat(64), "local", Map.of(), "/volumes/a", Instant.parse("2026-01-01T00:00:00Z")))
            .with(container("c").name("desk").command("sleep", "100").running(40).image("mine:v2", "sha256:mine")
                    .options(new Options("app", "desk", "/srv", List.of("/entry"), List.of("MODE=quiet", "EMPTY="), "on-failure:3", 64 << 20, 500_000_000L, 20, "none", "healthy", false))
                    .network("172.17.0.2", "8080:80", "127.0.0.1:9000:80")
                    .connected(new Endpoint("back", "172.18.0.3", List.of("db", "desk")), new Endpoint("front", "", List.of()))
                    .mounts(new Mount("volume", "store", "", "/data", true), new Mount("bind", "", "/root/site", "/site", false)).build(), "one\nheron 12\n")
            .with(container("d").name("tool").command("true").options(sharingNetworkOf("c")).build(), "")
            .with(new NetworkFacts("1".repeat(64), "back", "bridge", List.of("172.18.0.0/16"), List.of("172.18.0.1"), true, Map.of("of", "heron"), Instant.parse("2026-01-02T00:00:00Z")))
            .with(new NetworkFacts("2".repeat(64), "host", "host", List.of(), List.of(), false, Map.of(), Instant.parse("2026-01-01T00:00:00Z")))
            .changed("c", new ChangedPath(ChangedPath.Kind.ADDED, "/heron"), new ChangedPath(ChangedPath.Kind.DELETED, "/etc/motd"))
            .with(new FileFacts("", "/root/notes", "file", 6, "0644", "0:0", "", "heron\n", "5".repeat(64)))
            .with(new FileFacts("", "/root/jail", "directory", 0, "0755", "0:0", "", "", ""))
            .with(new FileFacts("", "/root/lib", "link", 0, "0777", "0:0", "usr/lib", "", ""))
            .with(new FileFacts("c", "/data/page", "file", 9, "0600", "33:33", "", "hi\nheron\n", ""))
            .with(new FileFacts("sha256:mine", "/heron", "file", 4, "0640", "7:8", "", "told\n", "6".repeat(64)))
            .with(new FileFacts("sha256:mine", "/large", "file", 9_000_000, "0644", "0:0", "", "l", ""))
            .with(new ProcessFacts(1, 0, 1, "", 0, List.of("init"), "init", MACHINES, "/", "vm1", true))
            .with(new ProcessFacts(30, 1, 30, "", 0, List.of("/bin/sleep", "500"), "sleep", Map.of("uts", "101", "pid", "1", "net", "1"), "/root/jail", "other", true))
            .with(new ProcessFacts(40, 1, 1, "c", 1000, List.of("sleep", "100"), "sleep", Map.of("uts", "8", "pid", "8", "net", "8"), "/", "c", false))
            .with(new ProcessFacts(41, 1, 1, "d", 0, List.of("tool"), "tool", Map.of("uts", "9", "pid", "9", "net", "8"), "/", "c", false))
            .with(new PageFacts(":8080/", 200, List.of("server=nginx", "content-type=text/html"), "<h1>heron</h1>\n  two\n"))
            .with(new PageFacts(":101/", 404, List.of(), ""))
            .answered("size", "101", true)
            .answered("word", " heron ", true);

    @ParameterizedTest
    @ValueSource(strings = {
        "{ container: { name: desk, command: {oneOf: [sleep 1, sleep 100]} } }",
        "{ container: { name: {startsWith: de}, command: {contains: 100} } }",
        "{ container: { name: {matches: 'd.sk'}, image: {not: debian} } }",
        "{ container: { name: desk, pid: {atLeast: 40, atMost: 40} } }",
        "{ container: { name: desk, state: {is: running}, logs: {contains: \"${student.word}\"}, line: {matches: 'heron \\d+'} } }",
        "{ container: { name: desk, user: app, hostname: desk, workdir: /srv, entrypoint: /entry, env: MODE=quiet, restart: {startsWith: on-failure} } }",
        "{ container: { name: desk, memory: 64, cpus: 0.5, pidsLimit: {about: 21, within: 5%}, network: none, health: healthy, privileged: false, env: EMPTY } }",
        "{ container: { name: desk, memory: {about: 60, within: 4}, env: {not: OTHER}, line: {not: two} } }",
        "{ network: { name: back, driver: bridge, subnet: 172.18.0.0/16, gateway: 172.18.0.1, internal: true, label: of=heron, connects: {name: desk, state: running} } }",
        "{ network: { id: \"111111111111\" } }",
        "{ networks: { driver: host, count: 1 } }",
        "{ http: { url: \":8080\", status: 200, header: server=nginx, content: \"${student.word}\", line: two } }",
        "{ http: { url: \":${answer.size}/\", status: {atLeast: 400} } }",
        "{ http: { url: \":8081/\", answers: false } }",
        "{ http: { url: \":8080/\", status: 500, answers: false } }",
        "{ container: { name: desk, networks: {name: back, address: {startsWith: 172.18.}, alias: db} } }",
        "{ container: { name: desk, networks: {name: front} } }",
        "{ container: { name: tool, network: \"container:desk\" } }",
        "{ container: { name: desk, mounts: {volume: store, at: /data, readOnly: true} } }",
        "{ container: { name: desk, mounts: {bind: /root/site} } }",
        "{ container: { name: desk, address: 172.17.0.2, ports: \"8080:80\" } }",
        "{ container: { name: desk, ports: {matches: '127\\.0\\.0\\.1:\\d+:80'} } }",
        "{ container: { name: tool, ports: {not: \"8080:80\"} } }",
        "{ container: { name: desk, diff: {added: /heron, deleted: {startsWith: /etc/}} } }",
        "{ container: { name: desk, process: {program: sleep, user: 1000, pidInside: 1} } }",
        "{ container: { name: desk, file: {path: /data/page, line: heron, mode: 600, owner: 33} } }",
        "{ container: { name: desk, file: {path: /nowhere, exists: false} } }",
        "{ image: { name: debian } }",
        "{ image: { name: debian, tag: \"12\" } }",
        "{ image: { name: \"mine:v2\", tag: v2, env: MODE, command: serve -p 80, entrypoint: /entry, user: app, workdir: /srv, label: by=heron, exposes: 80, volume: /data } }",
        "{ image: { name: mine, history: {contains: touch}, steps: {matches: '(?s)ADD .*touch /heron'}, layers: 2, sizeMiB: {about: \"${answer.size}\", within: 1}, sharesLayersWith: debian, standsOn: debian } }",
        "{ image: { name: debian, standsOn: {not: mine} } }",
        "{ image: { name: debian, standsOn: debian } }",
        "{ image: { name: \"debian:12\", sameAs: debian } }",
        "{ images: { name: debian, count: 2 } }",
        "{ layer: { image: debian, position: 1, size: 120, createdBy: {startsWith: ADD}, sharedWith: \"mine:v2\", sharedBy: 1 } }",
        "{ layer: { image: \"mine:v2\", digest: l2, size: 0, createdBy: RUN touch /heron, sharedBy: 0 } }",
        "{ layers: { image: \"mine:v2\", count: 2 } }",
        "{ image: { name: mine, layer: {createdBy: {contains: touch}, size: {atMost: 10}} } }",
        "{ image: { name: mine, file: {path: /heron, line: told, mode: 640, owner: \"7:8\", sha256: \"6666666666666666666666666666666666666666666666666666666666666666\"} } }",
        "{ image: { name: debian, file: {path: /heron, exists: false} } }",
        "{ file: { path: /heron, in: {image: \"mine:v2\"}, content: {is: told} } }",
        "{ file: { path: /heron, in: {image: debian}, exists: false } }",
        "{ container: { name: tool, ranFor: {about: 1, within: 0.1} } }",
        "{ volume: { name: store, label: of=heron, driver: local, anonymous: false, usedBy: {name: desk} } }",
        "{ volumes: { anonymous: true, count: 1 } }",
        "{ volume: { name: store, file: {path: /page, content: heron} } }",
        "{ file: { path: ~/notes, type: file, content: {is: heron}, line: \"${answer.word}\", sha256: \"5555555555555555555555555555555555555555555555555555555555555555\", size: 6, mode: \"0644\", owner: \"0:0\" } }",
        "{ file: { path: /root/jail, type: directory, mode: 755 } }",
        "{ file: { path: /root/lib, target: usr/lib } }",
        "{ file: { path: /root/nothing, exists: false } }",
        "{ file: { path: /data/page, in: {container: desk} } }",
        "{ file: { path: /page, in: {volume: store} } }",
        "{ process: { program: sleep, command: /bin/sleep 500, user: root, pid: 30, parent: 1, root: /root/jail, namespaces: {uts: own, pid: machine} } }",
        "{ process: { pid: 30, namespaces: {uts: \"${answer.size}\"} } }",
        "{ process: { pid: 30, hostname: other, forwards: true } }",
        "{ process: { in: {container: tool}, forwards: false } }",
        "{ processes: { program: /bin/sleep, count: 1 } }",
        "{ processes: { in: anywhere, program: sleep, count: 2 } }",
        "{ process: { in: {container: desk}, pid: 40 } }",
        "{ process: { in: {container: tool}, sharesNamespace: {kind: net, with: {container: desk}} } }",
        "{ answer: { block: word, is: {startsWith: her} } }",
    })
    void isMet(final String condition) {
        assertThat(machine.look(condition(condition), student).met()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{ container: { name: desk, command: {oneOf: [sleep, sleep 1]} } }",
        "{ container: { name: desk, exitCode: {not: 0} } }",
        "{ container: { name: desk, logs: {is: heron} } }",
        "{ container: { name: {matches: \"${student.regular}\"} } }",
        "{ container: { name: {matches: des} } }",
        "{ container: { name: desk, env: {not: MODE} } }",
        "{ container: { name: desk, pid: {about: 50, within: 10%} } }",
        "{ container: { name: desk, command: {not: \"${answer.missing}\"} } }",
        "{ container: { name: desk, mounts: {volume: store, at: /site} } }",
        "{ file: { path: /heron, in: {image: debian} } }",
        "{ file: { path: /large, in: {image: \"mine:v2\"}, sha256: {matches: '.*'} } }",
        "{ file: { path: /heron, in: {image: \"mine:${answer.missing}\"}, exists: false } }",
        "{ image: { name: mine, file: {path: /heron, mode: 644} } }",
        "{ layer: { image: debian, sharedWith: debian } }",
        "{ layer: { image: \"mine:v2\", position: 2, sharedWith: debian } }",
        "{ layer: { image: debian, sharedBy: 0 } }",
        "{ layer: { createdBy: {contains: CMD} } }",
        "{ image: { name: debian, layer: {createdBy: {contains: touch}} } }",
        "{ container: { name: desk, ranFor: {atLeast: 0} } }",
        "{ not: { container: { name: desk, pid: \"${answer.missing}\" } } }",
        "{ containers: { name: desk, pid: \"${answer.missing}\", count: 0 } }",
        "{ http: { url: \":8080/\", answers: false } }",
        "{ http: { url: \":${answer.word}/\", answers: false } }",
        "{ http: { url: \":${answer.missing}/\", answers: false } }",
        "{ file: { path: \"/${answer.missing}\", exists: false } }",
        "{ container: { name: desk, file: { path: \"/${answer.missing}\", exists: false } } }",
        "{ http: { url: \":8080/other\" } }",
        "{ http: { url: \":8080/\", status: 404 } }",
        "{ http: { url: \":${answer.word}/\" } }",
        "{ network: { name: back, internal: false } }",
        "{ network: { name: back, connects: {name: tool} } }",
        "{ network: { name: host, gateway: 172.18.0.1 } }",
        "{ container: { name: desk, networks: {name: front, address: {matches: '.*'}} } }",
        "{ container: { name: desk, networks: {name: front, alias: db} } }",
        "{ container: { name: tool, network: \"container:c\" } }",
        "{ container: { name: desk, ports: \"9000:80\" } }",
        "{ container: { name: desk, ports: \"8080\" } }",
        "{ container: { name: desk, ports: {not: \"8080:80\"} } }",
        "{ container: { name: tool, ports: {matches: '.*'} } }",
        "{ container: { name: desk, mounts: {volume: store, readOnly: false} } }",
        "{ container: { name: desk, diff: {added: /heron, changed: /etc/motd} } }",
        "{ container: { name: tool, process: {program: sleep} } }",
        "{ container: { name: tool, file: {path: /data/page} } }",
        "{ image: { name: \"debian:11\" } }",
        "{ image: { name: \"mine:latest\" } }",
        "{ image: { name: mine, sameAs: debian } }",
        "{ image: { name: debian, sharesLayersWith: busybox } }",
        "{ image: { name: mine, steps: {matches: '(?s).*touch /heron.*ADD .*'} } }",
        "{ image: { name: debian, standsOn: mine } }",
        "{ volume: { name: store, usedBy: {name: tool} } }",
        "{ volume: { name: store, file: {path: /nothing} } }",
        "{ file: { path: ~/notes, content: {is: hero} } }",
        "{ file: { path: ~/notes, exists: false } }",
        "{ file: { path: /root/jail, content: heron } }",
        "{ file: { path: ~/notes, mode: 755 } }",
        "{ file: { path: /data/page, in: {container: nobody} } }",
        "{ process: { program: sleep, user: 1000 } }",
        "{ process: { program: sleep, namespaces: {net: own} } }",
        "{ process: { pid: 1, namespaces: {uts: \"${answer.size}\"} } }",
        "{ process: { in: {container: tool}, sharesNamespace: {kind: uts, with: {container: desk}} } }",
    })
    void isNotMet(final String condition) {
        assertThat(machine.look(condition(condition), student).met()).isFalse();
    }

    @Test
    void countsNoNetworkFromBeforeTheLesson() {
        machine.started(Instant.parse("2026-01-01T12:00:00Z"));

        assertThat(machine.look(condition("{ network: { name: back } }"), student).met()).isTrue();
        assertThat(machine.look(condition("{ network: { name: host } }"), student).met()).isFalse();
        assertThat(machine.look(condition("{ network: { name: host, includeOlder: true } }"), student).met()).isTrue();
    }

    @Test
    void countsNoVolumeFromBeforeTheLesson() {
        machine.started(Instant.parse("2026-01-02T00:00:00Z"));

        assertThat(machine.look(condition("{ volume: { name: store } }"), student).met()).isFalse();
        assertThat(machine.look(condition("{ volume: { name: store, includeOlder: true } }"), student).met()).isTrue();

        machine.with(new VolumeFacts("late", "local", Map.of(), "", Instant.parse("2026-01-02T00:00:00Z")))
                .started(Instant.parse("2026-01-02T00:00:00.700Z"));

        assertThat(machine.look(condition("{ volume: { name: late } }"), student).met()).as("Docker tells the second it was made in").isTrue();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            { container: { name: heron, image: debian } } | there is no container called `heron` from `debian` yet
            { container: { name: desk, image: debian } } | `desk` was made from `mine:v2`; it is to be from `debian`
            { container: { name: desk, state: exited } } | `desk` is running; it is to be exited
            { container: { name: desk, exitCode: 0 } } | `desk` has not ended yet
            { container: { name: tool, exitCode: 3 } } | `tool` ended with exit code 0; it is to be `3`
            { container: { name: box, image: mine:v2, command: sleep 100, state: running } } | the container that has the rest right is called `desk`; its name is to be `box`
            { container: { name: box, image: mine:v2, command: sleep 100, state: exited } } | there is no container called `box` from `mine:v2` in state exited that runs `sleep 100` yet
            { container: { name: box, image: mine:v2, command: {matches: 'sl.*'}, line: {matches: 'h.*'}, logs: x } } | there is no container called `box` from `mine:v2` yet
            { container: { name: box, logs: owl, line: {matches: 'a.*'} } } | there is no container called `box` yet
            { container: { name: desk, command: {matches: 'ec.*'} } } | `desk` runs `sleep 100`; it is to run something else
            { container: { name: desk, line: {matches: 'owl.*'} } } | `desk` has printed `one`, and not yet what it is to print
            { container: { name: desk, ports: {matches: '9.*'} } } | the published port of `desk` is `8080:80, 127.0.0.1:9000:80`; it is to be another
            { container: { name: desk, terminal: true } } | `desk` has no terminal: it was made without `-t`
            { container: { name: desk, logs: owl } } | `desk` has printed `one`; it is to be `owl`
            { container: { name: tool, line: owl } } | `tool` has printed nothing yet
            { container: { name: desk, env: COLOUR=blue } } | `desk` does not have the variable `COLOUR=blue`
            { container: { name: desk, memory: 32 } } | the limit of memory in MiB of `desk` is `64`; it is to be `32`
            { container: { name: desk, command: {oneOf: [bash, sh]} } } | `desk` runs `sleep 100`; it is to run `bash` or `sh`
            { container: { name: desk, pid: "${answer.size}" } } | `101` is not the process number of `desk`
            { container: { name: desk, pid: "${answer.missing}" } } | the question that goes with this has not been answered yet
            { container: { name: desk, mounts: {volume: other, at: /data} } } | `desk` has nothing mounted from the volume `other` at `/data`
            { container: { name: desk, ports: "8081:80" } } | `desk` does not have the published port `8081:80`
            { container: { name: tool, ports: {startsWith: "80"} } } | `tool` has no published port like something that begins with `80`
            { container: { name: tool, address: 172.17.0.2 } } | the address of `tool` is not set; it is to be `172.17.0.2`
            { container: { name: desk, diff: {added: /owl} } } | in `desk` nothing was added at `/owl`
            { container: { name: desk, file: {path: /owl} } } | there is nothing at `/owl` in `desk` yet
            { container: { name: desk, process: {program: owl} } } | there is no process of the program `owl` in `desk` yet
            { containers: { name: desk, count: 0 } } | `desk` is still there
            { containers: { count: 0 } } | 2 containers are still there, `tool` for one
            { containers: { atLeast: 3 } } | there are 2 containers like this; it is to be at least 3
            { not: { container: { name: desk } } } | `desk` is still there
            { image: busybox } | the image `busybox` is not on this machine
            { image: { name: mine, user: root } } | the user of `mine:v2` is `app`; it is to be `root`
            { image: { name: mine, history: {contains: owl} } } | `mine:v2` has no line of history like something with `owl` in it
            { image: { name: "debian:12", standsOn: mine } } | `debian:12` does not stand on `mine`
            { image: { name: owl } } | there is no image called `owl` yet
            { http: { url: ":9000/x" } } | nothing answers on `:9000/x` of your machine yet
            { http: { url: ":${answer.missing}/", answers: false } } | the question that goes with this has not been answered yet
            { http: { url: ":8080", answers: false } } | `:8080/` of your machine still answers
            { http: { url: ":8080", status: 404 } } | `:8080/` of your machine answers with the status `200`; it is to be `404`
            { network: { name: owl } } | there is no network called `owl` yet
            { network: { name: back, subnet: 10.9.0.0/24 } } | `back` does not have the subnet `10.9.0.0/24`
            { network: { name: host, internal: true } } | `host` leads out: `--internal` is missing
            { network: { name: back, connects: {name: tool} } } | no container called `tool` is connected to the network `back`
            { container: { name: desk, networks: {name: owl} } } | `desk` is not connected to a network called `owl`
            { container: { name: desk, networks: {name: back, alias: web} } } | `desk` is not connected to a network called `back` with the alias `web`
            { layer: { image: owl, position: 1 } } | there is no layer from `owl` with the position `1` yet
            { layer: { image: mine:v2, position: 2, size: {atLeast: 9} } } | the size in bytes of `layer 2 of mine:v2` is `0`; it is to be at least `9`
            { layer: { image: mine:v2, position: 2, sharedWith: debian } } | `layer 2 of mine:v2` is in no other image `debian`
            { image: { name: mine, layer: {position: 3} } } | there is no layer with the position `3` in `mine:v2` yet
            { container: { name: tool, ranFor: {atLeast: 9} } } | `tool` ran for `1` seconds; it is to be at least `9`
            { container: { name: desk, ranFor: {atLeast: 9} } } | `desk` has not ended yet
            { volume: { name: owl } } | there is no volume called `owl` yet
            { volume: { name: store, usedBy: {name: tool} } } | no container called `tool` has the volume `store` mounted
            { file: { path: ~/owl } } | there is nothing at `~/owl` on your machine yet
            { file: { path: ~/notes, exists: false } } | `/root/notes` is still there
            { file: { path: ~/notes, content: owl } } | `/root/notes` begins with `heron`; in it is to be `owl`
            { file: { path: ~/notes, mode: 755 } } | the mode of `/root/notes` is `0644`; it is to be `755`
            { file: { path: /root/jail, type: file } } | `/root/jail` is a directory; it is to be a file
            { file: { path: /owl, in: {image: "mine:v2"} } } | there is nothing at `/owl` in the image `mine:v2` yet
            { image: { name: mine, file: {path: /owl} } } | there is nothing at `/owl` in `mine:v2` yet
            { image: { name: mine, file: {path: /heron, mode: 644} } } | the mode of `/heron` is `0640`; it is to be `644` in `mine:v2`
            { process: { program: owl } } | there is no process of the program `owl` on your machine yet
            { process: { program: sleep, namespaces: {net: own} } } | `/bin/sleep 500` is in the machine's `net` namespace; it is to have one of its own
            { process: { command: sleep 778, namespaces: {uts: own, net: machine} } } | there is no process that runs `sleep 778` with its own `uts` namespace in the namespace `net` of the machine on your machine yet
            { event: { action: start, name: owl } } | no container called `owl` has been started yet
            { event: { action: pause } } | no container has been paused yet
            { event: { action: pull, type: image, name: owl } } | no image called `owl` has been pulled yet
            { answer: { block: missing, correct: true } } | the question that goes with this has not been answered yet
            { answer: { block: word, is: owl } } | `heron` is not the answer
            """)
    void saysWhatIsMissing(final String condition, final String said) {
        assertThat(machine.explain(condition(condition), student)).isEqualTo(said);
    }

    @Test
    void seesThatThingsHappenedInTheirOrder() {
        final FakeMachine ordered = new FakeMachine()
                .happened("die", "a", Map.of("name", "heron"))
                .happened("start", "a", Map.of("name", "heron"))
                .happened("pause", "b", Map.of("name", "owl"))
                .happened("die", "a", Map.of("name", "heron"));

        assertThat(ordered.look(condition("{ order: [ {event: {action: start}}, {event: {action: die}} ] }"), student).met()).isTrue();
        assertThat(ordered.look(condition("{ order: [ {event: {action: die}}, {event: {action: start}}, {event: {action: die}} ], sameContainer: true, within: 3s }"), student).met()).isTrue();
        assertThat(ordered.look(condition("{ order: [ {event: {action: start}}, {event: {action: die}} ], within: 1s }"), student).met()).isFalse();
        assertThat(ordered.look(condition("{ order: [ {event: {action: pause}}, {event: {action: die}} ], sameContainer: true }"), student).met()).isFalse();
        assertThat(ordered.look(condition("{ order: [ {event: {action: pause}}, {event: {action: start}} ] }"), student).met()).isFalse();
        assertThat(ordered.explain(condition("{ order: [ {event: {action: pause}}, {event: {action: start}} ] }"), student))
                .isEqualTo("no container has been started yet after the first");
    }

    @Test
    void seesThatThingsHappenedWithinATime() {
        final FakeMachine restarted = new FakeMachine()
                .happened("die", "a", Map.of("name", "heron"))
                .happened("start", "a", Map.of("name", "heron"))
                .happened("die", "b", Map.of("name", "owl"))
                .happened("die", "a", Map.of("name", "heron"));

        assertThat(restarted.look(condition("{ event: { action: die, atLeast: 2 }, within: 1s }"), student).met()).isTrue();
        assertThat(restarted.look(condition("{ event: { action: die, name: heron, atLeast: 2 }, within: 3s }"), student).met()).isTrue();
        assertThat(restarted.look(condition("{ event: { action: die, name: heron, atLeast: 2 }, within: 2s }"), student).met()).isFalse();
        assertThat(restarted.look(condition("{ all: [ {event: {action: die, name: owl}}, {event: {action: start}} ], within: 1s }"), student).met()).isTrue();
        assertThat(restarted.look(condition("{ all: [ {event: {action: start}}, {event: {action: die, atLeast: 3}} ], within: 2s }"), student).met()).isFalse();
        assertThat(restarted.look(condition("{ event: { action: die, atLeast: 2 }, within: 1s }"), student).containers()).containsExactlyInAnyOrder("a", "b");
        assertThat(restarted.explain(condition("{ event: { action: die, name: heron, atLeast: 2 }, within: 2s }"), student)).isEqualTo("it happened so often, but not within 2 seconds");
        assertThat(restarted.explain(condition("{ all: [ {event: {action: start}}, {event: {action: pause}} ], within: 2s }"), student)).isEqualTo("no container has been paused yet");
    }

    private static Condition condition(final String condition) {
        final String file = "tasks: { probe: { points: 1, open: a, done: b, ever: [ %s ] } }".formatted(condition);
        return TasksFile.read("tasks.yaml", file, Set.of("word", "regular"), Map.of("size", true, "word", true, "missing", true), List.of("vm1")).get(0).conditions().get(0);
    }

    @Test
    void callsAContainerThatIsGoneByItsIdWhereAnotherSharesItsNetwork() {
        machine.with(container("e").name("lost").options(sharingNetworkOf("gone")).build(), "");

        assertThat(machine.look(condition("{ container: { name: lost, network: \"container:gone\" } }"), student).met()).isTrue();
    }

    private static Options sharingNetworkOf(final String container) {
        return new Options("", "", "", List.of(), List.of(), "no", 0, 0, 0, "container:" + container, "none", false);
    }
}
