package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;

import dev.berth.daemon.docker.Host;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions;
import dev.berth.engine.container.option.HostOptions.LogOptions;
import dev.berth.engine.container.option.HostOptions.NameResolution;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.container.option.HostOptions.Privileges;
import dev.berth.engine.container.option.RestartPolicy;
import dev.berth.engine.network.Link;
import dev.berth.engine.network.Publishing;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code HostConfig} of {@code POST /containers/create}: types are looked at here, values where they mean something. */
final class HostRequest {
    private HostRequest() {}

    /** @throws EngineException INVALID_PARAMETER for other types */
    static HostOptions parse(JsonFields host) {
        return new HostOptions(
                host.flag("AutoRemove"),
                runtime(host.text("Runtime")),
                or(host.text("NetworkMode"), "default"),
                restartPolicy(host.object("RestartPolicy")),
                namespaces(host),
                new Privileges(
                        host.flag("Privileged"), host.texts("CapAdd"), host.texts("CapDrop"), host.texts("SecurityOpt"), host.flag("ReadonlyRootfs"), host.texts("GroupAdd")),
                ResourcesJson.read(host),
                new NameResolution(host.texts("Dns"), host.texts("DnsOptions"), host.texts("DnsSearch"), host.texts("ExtraHosts")),
                MountsJson.read(host),
                new LogOptions(or(host.object("LogConfig").text("Type"), LogOptions.DEFAULT.driver()), host.object("LogConfig").textMap("Config")),
                host.textMap("Sysctls"),
                sharedMemory(host),
                host.node("Init").isMissingNode() ? Optional.empty() : Optional.of(host.flag("Init")),
                publishing(host),
                host.texts("Links").stream().map(Link::parse).toList());
    }

    private static Publishing publishing(JsonFields host) {
        Map<String, List<Publishing.Binding>> bindings = new TreeMap<>();
        JsonFields asked = host.object("PortBindings");
        asked.names().forEach(port -> {
            ContainerPorts.check(port);
            bindings.put(port, asked.objects(port).stream().map(HostRequest::binding).toList());
        });
        return new Publishing(bindings, host.flag("PublishAllPorts"));
    }

    private static Publishing.Binding binding(JsonFields binding) {
        ContainerPorts.checkRange(binding.text("HostPort"));
        return new Publishing.Binding(binding.text("HostIp"), binding.text("HostPort"));
    }

    private static String or(String asked, String usual) {
        return asked.isEmpty() ? usual : asked;
    }

    private static String runtime(String name) {
        return name.equals("runc") || name.equals(Host.RUNTIME) ? "" : name;
    }

    /** Of an update, where none means the one that is there. */
    static Optional<RestartPolicy> newRestartPolicy(JsonFields policy) {
        return policy.text("Name").isEmpty() ? Optional.empty() : Optional.of(restartPolicy(policy));
    }

    private static RestartPolicy restartPolicy(JsonFields policy) {
        String name = or(policy.text("Name"), RestartPolicy.NO.kind().text());
        RestartPolicy.Kind kind = Arrays.stream(RestartPolicy.Kind.values())
                .filter(each -> each.text().equals(name))
                .findFirst()
                .orElseThrow(() -> new EngineException(INVALID_PARAMETER, "invalid restart policy '" + name + "'"));
        return new RestartPolicy(kind, policy.number("MaximumRetryCount").orElse(0));
    }

    private static NamespaceModes namespaces(JsonFields host) {
        return new NamespaceModes(
                host.text("PidMode"), or(host.text("IpcMode"), NamespaceModes.DEFAULT.ipc()), host.text("UTSMode"), host.text("UsernsMode"));
    }

    private static long sharedMemory(JsonFields host) {
        long bytes = host.longNumber("ShmSize").orElse(0);
        return bytes == 0 ? HostOptions.DEFAULT_SHARED_MEMORY : bytes;
    }
}
