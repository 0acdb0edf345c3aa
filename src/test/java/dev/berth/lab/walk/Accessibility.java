package dev.berth.lab.walk;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Has axe look at a page, in dark and in light. */
final class Accessibility {

    private static final Path AXE = Path.of("frontend", "node_modules", "axe-core", "axe.min.js");

    private static final String SERIOUS_PROBLEMS = """
            async colours => {
              const changing = document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity);
              await Promise.allSettled(changing.map(({ finished }) => finished));
              const { violations } = await axe.run({ resultTypes: ['violations'] });
              return violations
                .filter(({ impact }) => impact === 'serious' || impact === 'critical')
                .flatMap(({ id, nodes }) => nodes.map(node => `${colours}, ${id}: ${node.target.join(' ')}: ${node.failureSummary}`));
            }""";

    private final String axe;

    Accessibility() {
        try {
            axe = Files.readString(AXE);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is serious or critical on the page as it stands, one line each. */
    @SuppressWarnings("unchecked")
    List<String> problems(final Page page) {
        page.evaluate(axe);
        final List<String> problems = new ArrayList<>();
        for (final ColorScheme colours : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(colours));
            problems.addAll((List<String>) page.evaluate(SERIOUS_PROBLEMS, colours.toString()));
        }
        return problems;
    }
}
