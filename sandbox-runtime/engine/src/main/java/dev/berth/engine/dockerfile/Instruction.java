package dev.berth.engine.dockerfile;

import dev.berth.engine.image.HealthCheck;
import java.util.List;
import java.util.Optional;

/** What a line of a Dockerfile asks for; variables in it are not expanded yet. */
public sealed interface Instruction {

    /** @param value absent: only the name was given */
    record Variable(String name, Optional<String> value) {}

    /** @param words of the program, or one line for a shell; @param forShell */
    record Command(List<String> words, boolean forShell) {}

    /** @param stage in lower case; {@code ""}: it has no name */
    record From(String image, String stage, String platform) implements Instruction {}

    record Arg(List<Variable> variables) implements Instruction {}

    record Env(List<Variable> variables) implements Instruction {}

    /** @param literal of a client, who means what it says */
    record Label(List<Variable> labels, boolean literal) implements Instruction {}

    /** @param add archives are unpacked, and addresses fetched; @param from {@code ""}: the context; @param mode of BuildKit; {@code ""}: none was given; @param documents that some of the sources name */
    record Copy(boolean add, List<String> sources, String target, String from, String owner, String mode, List<Dockerfile.HereDocument> documents) implements Instruction {}

    /** @param options of BuildKit, their names without dashes; @param network {@code ""}: the build's; @param script the program, which is then run by the command */
    record Run(Command command, List<String> options, List<RunMount> mounts, String network, Optional<Dockerfile.HereDocument> script) implements Instruction {}

    record Cmd(Command command) implements Instruction {}

    record Entrypoint(Command command) implements Instruction {}

    record Expose(List<String> ports) implements Instruction {}

    record User(String user) implements Instruction {}

    record Workdir(String path) implements Instruction {}

    record Volume(List<String> paths) implements Instruction {}

    record StopSignal(String signal) implements Instruction {}

    record Shell(List<String> words) implements Instruction {}

    record Health(HealthCheck check) implements Instruction {}

    record OnBuild(String trigger) implements Instruction {}

    record Maintainer(String name) implements Instruction {}
}
