package dev.berth.lab.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.SourcePosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReaderTest {

    private static final SourcePosition TOP = new SourcePosition("sample/box.svg", 1);

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <script>alert(1)</script>                    | box.svg:2: a picture cannot have an element "script"; known are circle, defs
            <foreignObject><p>a</p></foreignObject>      | box.svg:2: a picture cannot have an element "foreignObject"
            <image href="https://example.org/a.png"/>    | box.svg:2: a picture cannot have an element "image"
            <a href="https://example.org/">a</a>         | box.svg:2: a picture cannot have an element "a"
            <style>* { fill: red }</style>               | box.svg:2: a picture cannot have an element "style"
            <animate attributeName="href"/>              | box.svg:2: a picture cannot have an element "animate"
            <html:p xmlns:html="http://www.w3.org/1999/xhtml"/> | a picture cannot have an element "p"
            <h:path xmlns:h="http://www.w3.org/1999/xhtml"/> | a picture cannot have an element "path"
            <path onload="alert(1)"/>                    | box.svg:2: a picture cannot have an attribute "onload"
            <path style="fill: url(https://a.b)"/>       | box.svg:2: a picture cannot have an attribute "style"
            <path fill="red"/>                           | colours and lines are given by class
            <path d="M0 0 url(x)"/>                      | box.svg:2: "M0 0 url(x)" is nothing for the attribute "d"
            <use href="https://example.org/#a"/>         | "https://example.org/#a" is nothing for the attribute "href"
            <use xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="#a"/> | a picture cannot have an attribute "xlink:href"
            <use/>                                       | "use" needs href="#ID"
            <use href="#a"/>                             | there is no element with the id "a"
            <g id="a"><use href="#a"/></g>               | "a" has a "use" in it, and cannot be used itself
            <g id="a"><use href="#b"/></g><use href="#a"/><g id="b"/> | "a" has a "use" in it
            <marker id="m"><path marker-end="url(#m)"/></marker> | inside a "marker" are shapes alone
            <path marker-end="url(#gone)"/>              | there is no "marker" with the id "gone"
            <path marker-end="url(https://a.b)"/>        | is nothing for the attribute "marker-end"
            <g id="a"/><g id="a"/>                       | there are two elements with the id "a"
            <path class="ink red"/>                      | unknown class "red"; known are accent, accent-fill
            <svg viewBox="0 0 1 1"/>                     | the outermost element of a picture is "svg", and no other is
            <g>words</g>                                 | "words" belongs into a "text" element
            <?php echo 1 ?>                              | a picture has elements and text alone
            <text>&bomb;</text>                          | box.svg:2: not an SVG picture: The entity "bomb" was referenced, but not declared
            <path>                                       | box.svg:3: not an SVG picture
            """)
    void refusesWhatDrawsNothing(final String inside, final String message) {
        refused("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>\n" + inside + "\n</svg>", message);
    }

    @Test
    void refusesEntitiesThatGrow() {
        refused("<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>\n<svg viewBox='0 0 9 9'><text>&b;</text></svg>",
                "sample/box.svg:1: a picture has no DOCTYPE");
    }

    @Test
    void refusesFilesOfTheHost() {
        refused("<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n<svg viewBox='0 0 9 9'><text>&a;</text></svg>", "a picture has no DOCTYPE");
    }

    @Test
    void refusesWhatIsTooLarge() {
        refused("<svg viewBox='0 0 9 9'>" + "<g/>".repeat(1000) + "</svg>", "at most 1000 elements");
        refused("<svg viewBox='0 0 9 9'>" + "<g>".repeat(12) + "</g>".repeat(12) + "</svg>", "at most 12 deep");
        refused("<svg viewBox='0 0 9 9'><text>" + "a".repeat(70_000) + "</text></svg>", "is the most");
        refused("<svg viewBox='0 0 9000 9'/>", "\"svg\" needs viewBox");
        refused("<svg/>", "\"svg\" needs viewBox");
        refused("<svg viewBox='0 0 1 NaN'/>", "is nothing for the attribute \"viewBox\"");
    }

    @Test
    void refusesWhatIsNoSvg() {
        refused("", "not an SVG picture");
        refused("<html/>", "a picture cannot have an element \"html\"");
        refused("\u0000", "not an SVG picture");
    }

    /** A word that authors may write and that no style knows would draw black on black. */
    @Test
    void everyClassHasAStyle() throws IOException {
        final String styles = Files.readString(Path.of("frontend/src/styles/picture.css"));

        assertThat(PictureReader.classes()).allSatisfy(word -> assertThat(styles).containsPattern("\\." + word + "\\b(?!-)"));
    }

    private static void refused(final String text, final String message) {
        assertThatThrownBy(() -> PictureReader.read(TOP, text)).isInstanceOf(LessonSourceException.class).hasMessageContaining(message);
    }
}
