package dev.berth.daemon.docker.container;

import static dev.berth.engine.EngineException.Kind.INVALID_PARAMETER;
import static dev.berth.engine.EngineException.Kind.NOT_IMPLEMENTED;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.daemon.http.Json;
import dev.berth.daemon.http.JsonFields;
import dev.berth.engine.EngineException;
import dev.berth.engine.volume.MountOptions;
import dev.berth.engine.volume.MountPoint;
import dev.berth.engine.volume.MountRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a container mounts: as a client asks for it in a {@code HostConfig}, and as it is shown. */
final class MountsJson {
    private static final String BIND = "BindOptions";
    private static final String VOLUME = "VolumeOptions";
    private static final String DRIVER = "DriverConfig";
    private static final String TEMPORARY = "TmpfsOptions";
    private static final Map<String, String> OPTIONS = Map.of("bind", BIND, "volume", VOLUME);
    private static final Set<String> PROPAGATIONS = Set.of("", "private", "rprivate", "slave", "rslave", "shared", "rshared");
    private static final String VOLUMES = "/var/lib/docker/volumes/";

    private MountsJson() {}

    /** @throws EngineException INVALID_PARAMETER with Docker's text for a mount of which a part is wrong; what is asked for as one text is not looked into */
    static MountOptions read(JsonFields host) {
        List<MountRequest> mounts = new ArrayList<>();
        host.objects("Mounts").forEach(mount -> mounts.add(request(mount)));
        Map<String, String> temporary = host.textMap("Tmpfs");
        temporary.keySet().forEach(MountsJson::checkTarget);
        host.texts("VolumesFrom").stream().filter(String::isEmpty).findAny().ifPresent(empty -> {
            throw new EngineException(INVALID_PARAMETER, "volumes-from specification cannot be an empty string");
        });
        return new MountOptions(host.texts("Binds"), List.copyOf(mounts), host.texts("VolumesFrom"), temporary, host.text("VolumeDriver"));
    }

    private static void checkTarget(String target) {
        if (!target.startsWith("/")) {
            throw new EngineException(INVALID_PARAMETER, "invalid mount path: '" + target + "' mount path must be absolute");
        }
        if (target.chars().allMatch(each -> each == '/')) {
            throw new EngineException(INVALID_PARAMETER, "invalid specification: destination can't be '/'");
        }
    }

    private static MountRequest request(JsonFields mount) {
        String type = mount.text("Type");
        check(type, mount);
        JsonFields volume = mount.object(VOLUME);
        JsonFields driver = volume.object(DRIVER);
        JsonFields temporary = mount.object(TEMPORARY);
        return new MountRequest(
                type,
                mount.text("Source"),
                mount.text("Target"),
                mount.flag("ReadOnly"),
                mount.object(BIND).text("Propagation"),
                volume.flag("NoCopy"),
                volume.textMap("Labels"),
                driver.text("Name"),
                driver.textMap("Options"),
                temporary.longNumber("SizeBytes"),
                temporary.longNumber("Mode"),
                given(mount, volume));
    }

    private static Set<String> given(JsonFields mount, JsonFields volume) {
        Set<String> given = new TreeSet<>();
        Stream.of(BIND, VOLUME, TEMPORARY).filter(name -> !mount.node(name).isMissingNode()).forEach(given::add);
        if (!volume.node(DRIVER).isMissingNode()) {
            given.add(DRIVER);
        }
        return given;
    }

    private static void check(String type, JsonFields mount) {
        String source = mount.text("Source");
        refuseIf(!Set.of("bind", "volume", "tmpfs").contains(type), type, "mount type unknown");
        refuseIf(mount.text("Target").isEmpty(), type, "field Target must not be empty");
        try {
            checkTarget(mount.text("Target"));
        } catch (EngineException wrong) {
            refuseIf(true, type, wrong.getMessage());
        }
        OPTIONS.forEach((other, options) -> refuseIf(
                !other.equals(type) && !mount.node(options).isMissingNode() && !(type.equals("tmpfs") && other.equals("volume")),
                type, "field " + options + " must not be specified"));
        switch (type) {
            case "bind" -> {
                refuseIf(source.isEmpty(), type, "field Source must not be empty");
                refuseIf(!source.startsWith("/"), type, "invalid mount path: '" + source + "' mount path must be absolute");
                String propagation = mount.object(BIND).text("Propagation");
                if (mount.object(BIND).flag("NonRecursive")) {
                    throw new EngineException(NOT_IMPLEMENTED, "\"NonRecursive\" (bind-nonrecursive) is not supported here yet: leave it out");
                }
                refuseIf(!PROPAGATIONS.contains(propagation), type, "invalid propagation mode: " + propagation);
            }
            case "volume" -> refuseIf(source.isEmpty() && mount.flag("ReadOnly"), type, "must not set ReadOnly mode when using anonymous volumes");
            default -> refuseIf(!source.isEmpty(), type, "field Source must not be specified");
        }
    }

    private static void refuseIf(boolean wrong, String type, String reason) {
        if (wrong) {
            throw new EngineException(INVALID_PARAMETER, "invalid mount config for type \"" + type + "\": " + reason);
        }
    }

    /** The {@code Mounts} and {@code Tmpfs} of a {@code HostConfig}: left out when there are none. */
    static void write(ObjectNode host, MountOptions options) {
        if (!options.mounts().isEmpty()) {
            ArrayNode mounts = host.putArray("Mounts");
            options.mounts().forEach(each -> mounts.add(json(each)));
        }
        if (!options.temporary().isEmpty()) {
            host.set("Tmpfs", Json.strings(options.temporary()));
        }
    }

    private static ObjectNode json(MountRequest mount) {
        ObjectNode json = Json.object().put("Type", mount.type());
        putUnlessEmpty(json, "Source", mount.source());
        json.put("Target", mount.target());
        if (mount.readOnly()) {
            json.put("ReadOnly", true);
        }
        if (isGiven(mount, BIND, !mount.propagation().isEmpty())) {
            putUnlessEmpty(json.putObject(BIND), "Propagation", mount.propagation());
        }
        volume(json, mount);
        if (isGiven(mount, TEMPORARY, mount.temporaryBytes().isPresent() || mount.temporaryMode().isPresent())) {
            ObjectNode temporary = json.putObject(TEMPORARY);
            mount.temporaryBytes().ifPresent(bytes -> temporary.put("SizeBytes", bytes));
            mount.temporaryMode().ifPresent(mode -> temporary.put("Mode", mode));
        }
        return json;
    }

    private static void volume(ObjectNode json, MountRequest mount) {
        boolean driven = isGiven(mount, DRIVER, !mount.driver().isEmpty() || !mount.driverOptions().isEmpty());
        if (!isGiven(mount, VOLUME, mount.withoutCopy() || !mount.labels().isEmpty() || driven)) {
            return;
        }
        ObjectNode volume = json.putObject(VOLUME);
        if (mount.withoutCopy()) {
            volume.put("NoCopy", true);
        }
        if (!mount.labels().isEmpty()) {
            volume.set("Labels", Json.strings(mount.labels()));
        }
        if (driven) {
            ObjectNode driver = volume.putObject(DRIVER);
            putUnlessEmpty(driver, "Name", mount.driver());
            if (!mount.driverOptions().isEmpty()) {
                driver.set("Options", Json.strings(mount.driverOptions()));
            }
        }
    }

    /** @param saying what of the group says something: a record of an older engine has nothing else to tell that it was given */
    private static boolean isGiven(MountRequest mount, String group, boolean saying) {
        return saying || mount.given().contains(group);
    }

    private static void putUnlessEmpty(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }

    /** What a container has mounted. @param withSources also of the volumes of an image and of {@code -v /path}, which a list of containers leaves out */
    static ArrayNode points(List<MountPoint> mounts, boolean withSources) {
        ArrayNode array = Json.array();
        for (MountPoint mount : mounts) {
            boolean volume = mount.kind() == MountPoint.Kind.VOLUME;
            ObjectNode json = array.addObject().put("Type", mount.kind().text());
            putUnlessEmpty(json, "Name", mount.name());
            json.put("Source", volume ? withSources || !mount.anonymous() || !mount.mode().isEmpty() ? VOLUMES + mount.name() + "/_data" : "" : mount.source());
            json.put("Destination", mount.target());
            if (volume) {
                json.put("Driver", "local");
            }
            json.put("Mode", mount.mode()).put("RW", mount.writable()).put("Propagation", mount.propagation());
        }
        return array;
    }
}
