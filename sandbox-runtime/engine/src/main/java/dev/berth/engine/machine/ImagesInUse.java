package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.image.Digest;
import dev.berth.engine.record.RecordFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Which images machines and their containers are made of, as their records on the disk say; whether they run does not matter. */
public final class ImagesInUse {
    private ImagesInUse() {}

    public static Set<Digest> of(List<Path> machineFolders) {
        Set<Digest> used = new HashSet<>();
        machineFolders.stream().map(MachineFolder::new).flatMap(ImagesInUse::records).forEach(file -> new RecordFile<>(file, ContainerRecord.class)
                .read()
                .map(ContainerRecord::image)
                .ifPresent(used::add));
        return used;
    }

    private static Stream<Path> records(MachineFolder machine) {
        // A crash can leave a machine's folder before it has one for containers.
        List<Path> containers = Files.isDirectory(machine.containers()) ? ContainersOfMachine.list(machine.containers()) : List.of();
        return Stream.concat(
                Stream.of(machine.path().resolve(MachineFolder.RECORD)), containers.stream().map(folder -> folder.resolve(ContainersOfMachine.RECORD)));
    }
}
