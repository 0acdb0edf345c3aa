package dev.berth.engine.machine;

import static dev.berth.engine.EngineException.Kind.UNAVAILABLE;

import dev.berth.engine.EngineException;
import dev.berth.engine.record.RecordFile;
import dev.berth.runtime.network.MachineNetwork;
import dev.berth.runtime.network.MachineNetworks;
import java.util.BitSet;
import java.util.Optional;

/** Gives machines their places, and remembers them on disk. No two machines share a range of ids, whether they run or not. Thread safe. */
public final class MachinePlaces {
    private final Optional<MachineNetworks> networks;
    private final int mostMachines;
    private final BitSet taken = new BitSet();

    /** @param networks empty: machines have no network */
    public MachinePlaces(Optional<MachineNetworks> networks, int mostMachines) {
        this.networks = networks;
        this.mostMachines = Math.min(mostMachines, MachineAllocation.MOST);
    }

    /** For a machine that is being made. @throws EngineException UNAVAILABLE when there are too many */
    MachineAllocation take(MachineFolder folder) {
        MachineAllocation place = new MachineAllocation(takeNumber(), Optional.empty());
        MachineFolder.makeFolder(folder.path(), "rwx------");
        file(folder).write(place);
        return place;
    }

    private synchronized int takeNumber() {
        if (taken.cardinality() >= mostMachines) {
            throw new EngineException(UNAVAILABLE, "there are " + mostMachines + " machines, as many as this host may have; remove one and try again");
        }
        int number = taken.nextClearBit(0);
        taken.set(number);
        return number;
    }

    /** A machine from before this engine began. */
    synchronized void claim(MachineFolder folder) {
        file(folder).read().ifPresent(place -> taken.set(place.number()));
    }

    /** The machine's disk is gone. */
    synchronized void release(MachineAllocation place) {
        taken.clear(place.number());
    }

    Optional<MachineAllocation> find(MachineFolder folder) {
        return file(folder).read();
    }

    MachineAllocation get(MachineFolder folder) {
        return find(folder).orElseThrow(() -> new IllegalStateException("the machine of " + folder.path() + " has no place"));
    }

    /** For a start. */
    MachineAllocation connect(MachineFolder folder) {
        MachineAllocation place = get(folder);
        MachineAllocation connected = place.withLink(networks.map(all -> all.take(place.number())).map(MachineAllocation.Link::of));
        file(folder).writeVolatile(connected);
        return connected;
    }

    /** For one that still runs. */
    void reconnect(MachineAllocation place) {
        place.link().ifPresent(link -> networks.ifPresent(pool -> pool.claim(link.network())));
    }

    /** After its end. */
    void disconnect(MachineFolder folder) {
        MachineAllocation place = get(folder);
        Optional<MachineNetwork> network = place.link().map(MachineAllocation.Link::network);
        file(folder).writeVolatile(place.withLink(Optional.empty()));
        network.ifPresent(used -> networks.ifPresent(pool -> pool.release(used)));
    }

    private static RecordFile<MachineAllocation> file(MachineFolder folder) {
        return new RecordFile<>(folder.place(), MachineAllocation.class);
    }
}
