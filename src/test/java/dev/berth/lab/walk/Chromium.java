package dev.berth.lab.walk;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The system's Chromium. Each person gets a window with cookies and storage of their own, as large as a small laptop's. */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLISECONDS = 20_000;

    private final Playwright playwright;
    private final Browser browser;
    private final List<BrowserContext> people = new ArrayList<>();
    private final List<PageLog> logs = new ArrayList<>();

    Chromium() {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLISECONDS);
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new BrowserType.LaunchOptions()
                .setExecutablePath(PROGRAM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-dev-shm-usage")));
    }

    /** A browser of somebody's own. */
    BrowserContext person() {
        return person(ColorScheme.DARK);
    }

    /** A browser of somebody's own, on a system that is set to dark or light. */
    BrowserContext person(final ColorScheme colours) {
        final BrowserContext context = browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720).setColorScheme(colours));
        context.setDefaultTimeout(PATIENCE_MILLISECONDS);
        context.onPage(page -> logs.add(new PageLog(page)));
        people.add(context);
        return context;
    }

    /** A person's window. */
    Page window() {
        return person().newPage();
    }

    /** Keeps pictures of all windows that are open. */
    void photograph(final Path folder, final String name) {
        int number = 0;
        for (final BrowserContext context : people) {
            for (final Page page : context.pages()) {
                number++;
                page.screenshot(new Page.ScreenshotOptions().setPath(folder.resolve(name + "-" + number + ".png")));
            }
        }
    }

    /** What happened in all windows, also in those that are closed. */
    String tell() {
        return logs.stream().map(PageLog::tell).collect(Collectors.joining());
    }

    /** Closes all windows. */
    void closeWindows() {
        people.forEach(BrowserContext::close);
        people.clear();
        logs.clear();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
