package dev.berth.engine.container;

import dev.berth.engine.container.option.ContainerConfig;
import dev.berth.engine.file.MachineIds;
import dev.berth.engine.network.EndpointOptions;
import dev.berth.engine.network.Network;
import dev.berth.engine.network.NetworkSettings;
import dev.berth.engine.network.Networks;
import dev.berth.engine.volume.MountPoint;
import dev.berth.runtime.ContainerMount;
import dev.berth.runtime.ProcessSpec;
import dev.berth.runtime.SandboxProcess;
import dev.berth.runtime.kernel.FolderDescriptor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * What differs between the two levels: on one a container is a program in a machine, on the other it is a whole machine. States, names, events and errors are
 * the same for both, see {@link ContainerService}. Methods block, and are called on the container's queue.
 */
public interface ContainerKind {

    /** @throws dev.berth.engine.EngineException when no such container can be made here */
    void check(Optional<String> name, ContainerConfig config);

    /** Those that its containers can be in. */
    Networks networks();

    /**
     * Connects a container with one more network.
     *
     * @param run empty: it does not run
     * @return the networks that it is in then. @throws dev.berth.engine.EngineException with Docker's text
     */
    NetworkSettings connect(ContainerRecord record, Optional<Run> run, Network network, EndpointOptions options);

    /** Takes a container out of a network. @param run as of {@link #connect} */
    NetworkSettings disconnect(ContainerRecord record, Optional<Run> run, Network network);

    /** A container has another name. @param runs whether it runs */
    void renamed(ContainerRecord record, boolean runs);

    /** Host name of a container whose creator chose none. */
    String defaultHostname(ContainerId id, String name, ContainerConfig config);

    /** Makes the folder of its records and of its disk. */
    void prepare(ContainerRecord record);

    /**
     * Makes what a new container is to have mounted, once it has been prepared. Its record, with that in it, follows; or {@link #discard(Path)}, which takes it back.
     *
     * @param imageVolumes targets of volumes that its image asks for
     * @param mountsOf what another container of the level has; NOT_FOUND when there is none
     * @throws dev.berth.engine.EngineException with Docker's text when that cannot be
     */
    List<MountPoint> mount(ContainerRecord record, SortedSet<String> imageVolumes, Function<String, List<MountPoint>> mountsOf);

    /** What is mounted in a container that was not started yet beside what its record says, and is not recorded. */
    void mountBesides(ContainerId container, List<ContainerMount> mounts);

    /** A container that was made before has these; told of all of them before the level's first request. */
    void adoptMounts(ContainerRecord record);

    /** It has them no more. @param withVolumes those that nobody named go too */
    void releaseMounts(ContainerRecord record, boolean withVolumes);

    /** The folders of all containers that were made before; one without a record is a leftover. */
    List<Path> folders();

    /** What the record of a container is called whose removal, with volumes, or whose creation is not finished: after a crash they go. */
    String REMOVED = "removed.json";

    /** File name of a container's record in its folder. */
    String recordName();

    Path folder(ContainerId id, String name);

    /** As of the {@linkplain dev.berth.runtime.MachineRuntime#hasUnifiedControlGroups() runtime}. */
    boolean hasUnifiedControlGroups();

    /** The machine whose memory the container's programs take. */
    String machine(ContainerRecord record);

    /** @param linked the containers that it has links to. @throws dev.berth.runtime.LaunchFailedException with nothing left behind */
    Run start(ContainerRecord record, List<ContainerLinks.Linked> linked);

    /** What a running container has a link to has begun to run, maybe at another address. */
    void relink(ContainerRecord record, ContainerLinks.Linked linked);

    /** What still runs of a container, or ended without being released; empty: nothing. */
    Optional<Run> adopt(ContainerRecord record);

    /** @throws dev.berth.runtime.LaunchFailedException with nothing left behind */
    SandboxProcess exec(ContainerRecord record, String execId, boolean privileged, ProcessSpec process);

    /** The process of an exec that an earlier engine started; empty: it is forgotten. */
    Optional<SandboxProcess> adoptExec(ContainerRecord record, String execId);

    /** Opens its files as it sees them, but for what is temporary in it. @throws dev.berth.engine.EngineException when they are not there now */
    FolderDescriptor openRoot(ContainerRecord record);

    /** Whose its files are, on the host. */
    MachineIds ids(ContainerRecord record);

    /** The folders of its image's layers on the host, the topmost first. */
    List<Path> layers(ContainerRecord record);

    /** The path that the container's writable layer has on the host. */
    Path writableLayer(ContainerRecord record);

    /** Removes its disk and its records for good. */
    void discard(ContainerRecord record);

    /** As {@link #discard(ContainerRecord)}, for a folder without a record. */
    void discard(Path leftover);

    /** @throws dev.berth.engine.EngineException when its containers have no streams that a client could be attached to */
    void refuseAttach();

    /** @throws dev.berth.engine.EngineException when its containers cannot be made images */
    void refuseCommit();

    /** @throws dev.berth.engine.EngineException when its containers keep their names */
    void refuseRename();

    /** What runs. @param asked merged from image and request, may be empty. @throws dev.berth.engine.EngineException when that cannot be run */
    List<String> command(List<String> asked);

    /** Process id as the level's clients see it. @param hostPid as the host sees it; 0 when it is gone */
    int shownPid(int hostPid);

    /** User id as the level's clients see it. */
    int shownUser(int hostUser);
}
