package dev.berth.lab.page;

import io.quarkus.qute.Template;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The page that says why something is refused. */
@Singleton
final class MessagePage {

    static final String TYPE = "text/html;charset=UTF-8";

    private final Template message;

    @Inject
    MessagePage(Template message) {
        this.message = message;
    }

    String html(int status, String title, String text) {
        return message.data("status", status).data("title", title).data("text", text).render();
    }
}
