package dev.berth.engine.machine;

import dev.berth.engine.build.Builds;
import dev.berth.engine.container.ContainerFiles;
import dev.berth.engine.container.Containers;
import dev.berth.engine.event.Events;
import dev.berth.engine.image.Images;
import dev.berth.engine.network.Networks;
import dev.berth.engine.volume.Volumes;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One level of the API: what the routes of one socket work on. The admin level has one too, named {@code ""}: its containers are the machines.
 *
 * @param socket where it is served
 * @param owner host uid that may use the socket beside root and the lab's group; the machine's base id
 * @param builds machines are not built
 */
public record MachineView(String name, String hostname, Path socket, int owner, Containers containers, ContainerFiles files, Images images, Volumes volumes, Networks networks, Optional<Builds> builds, Events events) {}
