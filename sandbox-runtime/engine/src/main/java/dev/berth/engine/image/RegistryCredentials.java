package dev.berth.engine.image;

/**
 * By what a client wants to be known to a registry. What it does not say is empty.
 *
 * @param identityToken of an earlier login, in the place of user and password
 * @param registryToken is shown to the registry as it is
 */
public record RegistryCredentials(String user, String password, String identityToken, String registryToken) {
    public static final RegistryCredentials NONE = new RegistryCredentials("", "", "", "");

    public boolean hasPassword() {
        return !user.isEmpty();
    }

    /** Without what is secret: it may get into a log. */
    @Override
    public String toString() {
        return "credentials of \"" + user + "\"";
    }
}
