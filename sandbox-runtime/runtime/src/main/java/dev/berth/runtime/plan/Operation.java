package dev.berth.runtime.plan;

/** What the launcher can do, in the order of {@code enum operation} in its {@code protocol.h}. */
public enum Operation {
    JOIN_CONTROL_GROUPS("join cgroups"),
    USER_NAMESPACE("user namespace"),
    MOUNT_NAMESPACE("mount namespace"),
    OPEN_STORE("open layers"),
    STAGING("staging"),
    PLACE_STORE("place layers"),
    BIND("bind"),
    ENTER_STAGING("enter staging"),
    ENTER_USER_NAMESPACE("enter user"),
    CLONE("clone"),
    OVERLAY("mount overlay"),
    KEEP_CORNER("keep corner"),
    ROOT("root"),
    MOUNT("mount"),
    ATTACH("attach"),
    LINK("link"),
    FILE("write"),
    BOUND_FILE("bind file"),
    MASK("mask"),
    READ_ONLY("read-only"),
    SETTING("set"),
    PIVOT("pivot_root"),
    HOSTNAME("hostname"),
    LOOPBACK("loopback"),
    ANNOUNCE("announce"),
    AWAIT("await network"),
    ENTER_MACHINE("enter machine"),
    SHIM("shim"),
    ENTER_PROCESS("enter process"),
    STREAMS("streams"),
    CONSOLE("console"),
    IDENTITY("user"),
    WORKING_DIRECTORY("chdir"),
    SYSTEM_CALLS("seccomp"),
    CREDENTIALS("capabilities"),
    EXEC("exec"),
    SERVE("serve"),
    OPEN_SOURCE("open"),
    PLACE_SOURCE("place"),
    VOLUME("volume"),
    HAND_OUT_ROOT("hand out"),
    SHARE("share"),
    OUT_OF_MEMORY_SCORE("oom score"),
    DOMAINNAME("domainname"),
    GROUPS("groups"),
    PROCESS_LIMIT("ulimit"),
    LIMITS_OF_PROCESS("same ulimits"),
    NO_NEW_PRIVILEGES("no new rights"),
    INIT("init"),
    MEMORY_FILE("file in memory");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    int code() {
        return ordinal() + 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
