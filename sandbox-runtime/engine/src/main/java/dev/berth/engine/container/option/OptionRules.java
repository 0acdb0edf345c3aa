package dev.berth.engine.container.option;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import dev.berth.engine.EngineException;
import dev.berth.engine.container.option.HostOptions.NamespaceModes;
import dev.berth.engine.image.HealthCheck;
import dev.berth.engine.network.Publishing;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.regex.Pattern;

/** Which options of {@code docker run} a container may have, alone and together, in Docker's words. */
public final class OptionRules {
    private static final String CONTAINER = "container:";
    private static final String GATEWAY = "host-gateway";
    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Pattern ADDRESS = Pattern.compile("(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");
    private static final Pattern LONG_ADDRESS = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private OptionRules() {}

    /** @throws EngineException INVALID_PARAMETER, mostly */
    public static void check(ContainerConfig config) {
        HostOptions host = config.host();
        checkNetwork(config);
        checkNamespaces(config);
        checkPublished(host.publishing());
        config.stopSignal().filter(text -> !text.isEmpty()).ifPresent(Signal::parseForStop);
        checkRestart(host);
        checkHosts(host);
        if (host.sharedMemoryBytes() < 0) {
            throw refused("SHM size can not be less than 0");
        }
        config.healthCheck().ifPresent(OptionRules::check);
        Capabilities.check(host.privileges());
        SecurityOptions.parse(host.privileges().securityOptions());
        ResourceRules.check(host.resources());
        LogRules.check(host.log());
    }

    private static void checkNetwork(ContainerConfig config) {
        HostOptions host = config.host();
        if (!host.networkMode().startsWith(CONTAINER)) {
            return;
        }
        if (host.networkMode().equals(CONTAINER)) {
            throw refused("Invalid network mode: invalid container format container:<name|id>");
        }
        refuseIf(!config.hostname().isEmpty(), "conflicting options: hostname and the network mode");
        refuseIf(!host.names().servers().isEmpty(), "conflicting options: dns and the network mode");
        refuseIf(!host.names().hosts().isEmpty(), "conflicting options: custom host-to-IP mapping and the network mode");
        refuseIf(!config.exposedPorts().isEmpty(), "conflicting options: port exposing and the container type network mode");
    }

    private static void checkPublished(Publishing publishing) {
        publishing.bindings().forEach((port, bindings) -> {
            if (port.endsWith("/sctp") && !bindings.isEmpty()) {
                throw new EngineException(NOT_IMPLEMENTED, "port \"" + port + "\" cannot be published here: use tcp or udp");
            }
        });
    }

    private static void checkNamespaces(ContainerConfig config) {
        NamespaceModes modes = config.host().namespaces();
        refuseIf(modes.uts().equals("host") && !config.hostname().isEmpty(), "conflicting options: hostname and the UTS mode");
        refuseNobody("PID", modes.pid());
        refuseNobody("IPC", modes.ipc());
    }

    private static void refuseNobody(String kind, String mode) {
        refuseIf(mode.equals(CONTAINER), "Invalid " + kind + " mode: " + mode);
    }

    private static void checkRestart(HostOptions host) {
        RestartPolicy policy = host.restartPolicy();
        check(policy);
        refuseIf(host.removeWhenEnded() && policy.kind() != RestartPolicy.Kind.NO, "can't create 'AutoRemove' container with restart policy");
    }

    /** @throws EngineException INVALID_PARAMETER, in Docker's words */
    public static void check(RestartPolicy policy) {
        boolean onFailure = policy.kind() == RestartPolicy.Kind.ON_FAILURE;
        refuseIf(!onFailure && policy.mostRetries() != 0, "maximum retry count cannot be used with restart policy '" + policy.kind().text() + "'");
        refuseIf(policy.mostRetries() < 0, "maximum retry count cannot be negative");
    }

    private static void checkHosts(HostOptions host) {
        for (String entry : host.names().hosts()) {
            int end = entry.indexOf(':');
            refuseIf(end <= 0, "bad format for add-host: \"" + entry + "\"");
            String address = entry.substring(end + 1);
            refuseIf(!address.equals(GATEWAY) && !isAddress(address), "invalid IP address in add-host: \"" + address + "\"");
        }
    }

    private static boolean isAddress(String text) {
        return ADDRESS.matcher(text).matches() || (LONG_ADDRESS.matcher(text).matches() && isLongAddress(text));
    }

    /** Of characters that no name has, so that nobody is asked. */
    private static boolean isLongAddress(String text) {
        try {
            return InetAddress.getByName(text) != null;
        } catch (UnknownHostException wrong) {
            return false;
        }
    }

    private static void check(HealthCheck check) {
        checkDuration("Interval", check.interval());
        checkDuration("Timeout", check.timeout());
        checkDuration("StartPeriod", check.startPeriod());
        refuseIf(check.retries() < 0, "Retries in Healthcheck cannot be negative");
    }

    private static void checkDuration(String name, Duration duration) {
        refuseIf(!duration.isZero() && duration.compareTo(SHORTEST) < 0, name + " in Healthcheck cannot be less than 1ms");
    }

    private static void refuseIf(boolean wrong, String message) {
        if (wrong) {
            throw refused(message);
        }
    }

    private static EngineException refused(String message) {
        return new EngineException(INVALID_PARAMETER, message);
    }
}
