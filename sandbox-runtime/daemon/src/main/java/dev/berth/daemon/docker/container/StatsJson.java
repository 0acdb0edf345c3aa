package dev.berth.daemon.docker.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.docker.GoTime;
import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.Json;
import dev.berth.engine.container.ContainerUsage;
import dev.berth.engine.container.Containers.Reading;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a container uses, as {@code GET /containers/{id}/stats} tells it: one moment and the one before, so that the client can make rates of them. */
final class StatsJson {

    private static final String DEVICE_BYTES = "io_service_bytes_recursive";
    private static final List<String> UNKNOWN_OF_DEVICES = List.of("io_serviced_recursive", "io_queue_recursive", "io_service_time_recursive",
            "io_wait_time_recursive", "io_merged_recursive", "io_time_recursive", "sectors_recursive");
    private static final Host HOST = Host.read();
    /** Docker's number for as many processes as there can be: with version 2 of control groups it tells it. */
    private static final Optional<BigInteger> NO_LIMIT = Optional.of(BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE)).filter(any -> HOST.controlGroupVersion().equals("2"));

    /** One moment. @param hostNanoseconds processor time of the whole host, see {@link Host#processorNanoseconds()} */
    record Moment(Instant at, Reading reading, long hostNanoseconds) {}

    private StatsJson() {}

    static ObjectNode of(Moment now, Optional<Moment> before) {
        Reading reading = now.reading();
        ObjectNode json = Json.object();
        json.put("read", reading.usage().isPresent() ? GoTime.text(now.at()) : GoTime.NEVER);
        json.put("preread", before.map(Moment::at).map(GoTime::text).orElse(GoTime.NEVER));
        json.set("pids_stats", reading.usage().map(StatsJson::processes).orElseGet(Json::object));
        json.set("blkio_stats", devices(reading.usage().map(ContainerUsage::devices).orElse(List.of())));
        json.put("num_procs", 0);
        json.putObject("storage_stats");
        json.set("cpu_stats", processor(Optional.of(now)));
        json.set("precpu_stats", processor(before));
        json.set("memory_stats", reading.usage().map(usage -> memory(usage.memory())).orElseGet(Json::object));
        json.put("name", "/" + reading.container().name());
        json.put("id", reading.container().id().value());
        reading.usage().filter(usage -> !usage.network().isEmpty() && !reading.container().config().networkMode().equals("host"))
                .ifPresent(usage -> json.set("networks", networks(usage)));
        return json;
    }

    private static ObjectNode processes(ContainerUsage usage) {
        ObjectNode json = Json.object().put("current", usage.processes().count());
        usage.processes().limit().ifPresentOrElse(limit -> json.put("limit", limit), () -> NO_LIMIT.ifPresent(none -> json.put("limit", none)));
        return json;
    }

    /** As Docker tells it on cgroup v2, and where the kernel does not count. */
    private static ObjectNode devices(List<ContainerUsage.Device> devices) {
        ObjectNode json = Json.object();
        if (devices.isEmpty()) {
            json.putNull(DEVICE_BYTES);
        } else {
            ArrayNode bytes = json.putArray(DEVICE_BYTES);
            devices.forEach(device -> {
                put(bytes.addObject(), device, "read", device.read());
                put(bytes.addObject(), device, "write", device.written());
            });
        }
        UNKNOWN_OF_DEVICES.forEach(json::putNull);
        return json;
    }

    private static void put(ObjectNode json, ContainerUsage.Device device, String operation, long bytes) {
        json.put("major", device.major()).put("minor", device.minor()).put("op", operation).put("value", bytes);
    }

    private static ObjectNode processor(Optional<Moment> moment) {
        Optional<ContainerUsage.Processor> known = moment.flatMap(each -> each.reading().usage()).map(ContainerUsage::processor);
        ContainerUsage.Processor processor = known.orElse(ContainerUsage.Processor.NOTHING);
        ObjectNode json = Json.object();
        ObjectNode usage = json.putObject("cpu_usage").put("total_usage", processor.total());
        if (!processor.each().isEmpty()) {
            ArrayNode each = usage.putArray("percpu_usage");
            processor.each().forEach(each::add);
        }
        usage.put("usage_in_kernelmode", processor.system()).put("usage_in_usermode", processor.user());
        if (known.isPresent()) {
            json.put("system_cpu_usage", moment.map(Moment::hostNanoseconds).orElse(0L));
            json.put("online_cpus", Runtime.getRuntime().availableProcessors());
        }
        json.putObject("throttling_data").put("periods", processor.periods()).put("throttled_periods", processor.throttledPeriods())
                .put("throttled_time", processor.throttled());
        return json;
    }

    private static ObjectNode memory(ContainerUsage.Memory memory) {
        ObjectNode json = Json.object().put("usage", memory.used());
        if (memory.most() > 0) {
            json.put("max_usage", memory.most());
        }
        ObjectNode details = json.putObject("stats");
        memory.details().forEach(details::put);
        if (memory.failures() > 0) {
            json.put("failcnt", memory.failures());
        }
        json.put("limit", memory.limit().orElse(HOST.memoryBytes()));
        return json;
    }

    private static ObjectNode networks(ContainerUsage usage) {
        ObjectNode all = Json.object();
        usage.network().forEach((name, counters) -> {
            ObjectNode json = all.putObject(name);
            put(json, "rx_", counters.received());
            put(json, "tx_", counters.sent());
        });
        return all;
    }

    private static void put(ObjectNode json, String prefix, ContainerUsage.Counters counters) {
        json.put(prefix + "bytes", counters.bytes());
        json.put(prefix + "packets", counters.packets());
        json.put(prefix + "errors", counters.errors());
        json.put(prefix + "dropped", counters.dropped());
    }
}
