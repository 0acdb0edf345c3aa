package dev.berth.engine.machine;

import dev.berth.engine.container.ContainerRecord;
import dev.berth.engine.image.ImageUse;
import dev.berth.engine.record.RecordFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Which images machines and their containers are made of, as their records on the disk say; whether they run does not matter. */
public final class ImagesInUse {
    private ImagesInUse() {}

    public static List<ImageUse> of(List<Path> machineFolders) {
        List<ImageUse> uses = new ArrayList<>();
        for (Path folder : machineFolders) {
            MachineFolder machine = new MachineFolder(folder);
            add("", folder.resolve(MachineFolder.RECORD), uses);
            // A crash can leave a machine's folder before it has one for containers.
            if (Files.isDirectory(machine.containers())) {
                String name = folder.getFileName().toString();
                ContainersOfMachine.list(machine.containers()).forEach(container -> add(name, container.resolve(ContainersOfMachine.RECORD), uses));
            }
        }
        return uses;
    }

    private static void add(String machine, Path record, List<ImageUse> uses) {
        new RecordFile<>(record, ContainerRecord.class).read().ifPresent(known -> uses.add(new ImageUse(machine, known.id().value(), known.image())));
    }
}
