package dev.berth.lab.lesson;

import dev.berth.lab.source.LessonSourceException;
import dev.berth.lab.source.SourcePosition;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an SVG file of a lesson. It becomes a part of the page, so only elements and attributes that draw are taken: nothing that runs, loads, links or
 * brings styles of its own.
 *
 * @see <a href="https://www.w3.org/TR/SVG2/">Scalable Vector Graphics 2</a>
 */
final class PictureReader {

    /** The largest file, in characters. */
    static final int MOST_CHARACTERS = 64 * 1024;

    private static final int MOST_ELEMENTS = 1000;
    private static final int MOST_DEPTH = 12;
    private static final int MOST_ATTRIBUTE = 8000;
    private static final double MOST_SIZE = 4000;
    private static final String SVG = "svg";
    private static final String USE = "use";
    private static final String MARKER = "marker";
    private static final String NAMESPACE = "http://www.w3.org/2000/svg";

    private static final Set<String> ELEMENTS = new TreeSet<>(List.of(
            SVG, "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "title", "desc", "defs", MARKER, USE));
    private static final Set<String> ON_SVG = Set.of("viewBox", "width", "height");
    private static final Set<String> WITH_TEXT = Set.of("text", "tspan", "title", "desc");

    /** Colours and lines, by the names that {@code docs/lesson-authoring.md} explains. */
    private static final Set<String> CLASSES = new TreeSet<>(List.of(
            "ink", "ink-fill", "soft", "soft-fill", "paper-fill", "accent", "accent-fill", "good", "good-fill", "warn", "warn-fill", "solid",
            "dashed", "thick", "thin", "label", "small", "strong", "mono", "middle", "end"));

    private static final Pattern NUMBERS = Pattern.compile("[-+0-9.eE,%\\s]{1,400}");
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,39}");
    private static final Pattern REFERENCE = Pattern.compile("url\\(#([A-Za-z][A-Za-z0-9_-]{0,39})\\)");
    private static final Pattern LOCAL = Pattern.compile("#([A-Za-z][A-Za-z0-9_-]{0,39})");
    private static final Map<String, Pattern> ATTRIBUTES = attributes();

    private final SourcePosition top;
    private final StringBuilder content = new StringBuilder();
    private final Deque<Element> open = new ArrayDeque<>();
    private final Map<String, Element> ids = new LinkedHashMap<>();
    private final Map<String, SourcePosition> references = new LinkedHashMap<>();
    private final Map<String, SourcePosition> uses = new LinkedHashMap<>();
    private int elements;
    private String viewBox;

    private PictureReader(final SourcePosition top) {
        this.top = top;
    }

    /** An element that is being read, or that an id names. */
    private static final class Element {
        private final String name;
        private final boolean marks;
        private boolean hasUse;

        Element(final String name, final boolean marks) {
            this.name = name;
            this.marks = marks;
        }
    }

    /** @throws LessonSourceException with file and line, at the first thing that pictures may not have */
    static Picture read(final SourcePosition top, final String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw top.error("this picture has " + text.length() + " characters, and " + MOST_CHARACTERS + " is the most: draw less, or round its numbers");
        }
        return new PictureReader(top).picture(text);
    }

    private Picture picture(final String text) {
        final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            final XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                next(reader, reader.next());
            }
        } catch (final XMLStreamException e) {
            final int line = e.getLocation() == null ? 1 : e.getLocation().getLineNumber();
            throw top.plus(Math.max(line, 1) - 1).error("not an SVG picture: " + firstLine(e.getMessage()));
        }
        checkReferences();
        return new Picture(top, viewBox, content.toString());
    }

    /** The reader's own text begins with a line about where, which is known, and ends with what is wrong. */
    private static String firstLine(final String message) {
        final int said = message.indexOf("Message: ");
        return (said < 0 ? message : message.substring(said + "Message: ".length())).lines().findFirst().orElse("it cannot be read");
    }

    private void next(final XMLStreamReader reader, final int event) {
        final SourcePosition position = top.plus(reader.getLocation().getLineNumber() - 1);
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start(reader, position);
            case XMLStreamConstants.END_ELEMENT -> {
                final Element ended = open.pop();
                if (!open.isEmpty()) {
                    open.peek().hasUse |= ended.hasUse;
                    content.append("</").append(ended.name).append('>');
                }
            }
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text(reader.getText(), position);
            case XMLStreamConstants.COMMENT, XMLStreamConstants.END_DOCUMENT -> { }
            case XMLStreamConstants.DTD -> throw position.error("a picture has no DOCTYPE; remove that line");
            default -> throw position.error("a picture has elements and text alone; remove what begins with \"<?\" or \"&\" here");
        }
    }

    private void start(final XMLStreamReader reader, final SourcePosition position) {
        final String name = reader.getLocalName();
        final String namespace = reader.getNamespaceURI();
        if (!ELEMENTS.contains(name) || namespace != null && !namespace.equals(NAMESPACE)) {
            throw position.error("a picture cannot have an element \"" + name + "\"; known are " + String.join(", ", ELEMENTS));
        }
        if (open.isEmpty() != name.equals(SVG)) {
            throw position.error("the outermost element of a picture is \"svg\", and no other is");
        }
        elements++;
        if (elements > MOST_ELEMENTS) {
            throw position.error("a picture has at most " + MOST_ELEMENTS + " elements");
        }
        if (open.size() >= MOST_DEPTH) {
            throw position.error("elements of a picture are at most " + MOST_DEPTH + " deep in each other");
        }
        final Map<String, String> attributes = read(reader, position);
        final Element element = new Element(name, attributes.keySet().stream().anyMatch(key -> key.startsWith("marker-")));
        refuseNested(element, position);
        element.hasUse = name.equals(USE);
        open.push(element);
        if (name.equals(SVG)) {
            viewBox = size(attributes.get("viewBox"), position);
            for (final String key : attributes.keySet()) {
                if (!ON_SVG.contains(key)) {
                    throw position.error("\"" + key + "\" belongs to elements inside \"svg\", for instance to a \"g\" around all of them");
                }
            }
            return;
        }
        if (name.equals(USE) && !attributes.containsKey("href")) {
            throw position.error("\"use\" needs href=\"#ID\", the id of what it shows again");
        }
        content.append('<').append(name);
        attributes.forEach((key, value) -> content.append(' ').append(key).append("=\"").append(attribute(key, value, element, position)).append('"'));
        content.append('>');
    }

    /** Copies of copies, and marks on marks, are pictures that never end. */
    private void refuseNested(final Element element, final SourcePosition position) {
        if ((element.marks || element.name.equals(USE)) && open.stream().anyMatch(outer -> outer.name.equals(MARKER))) {
            throw position.error("inside a \"marker\" are shapes alone: no \"use\", and no markers");
        }
    }

    private Map<String, String> read(final XMLStreamReader reader, final SourcePosition position) {
        final Map<String, String> attributes = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            final String name = reader.getAttributeLocalName(i);
            final String prefix = reader.getAttributePrefix(i);
            final String value = reader.getAttributeValue(i).strip();
            final Pattern pattern = ATTRIBUTES.get(name);
            if (pattern == null || prefix != null && !prefix.isEmpty()) {
                throw position.error("a picture cannot have an attribute \"" + (prefix == null || prefix.isEmpty() ? "" : prefix + ":") + name
                        + "\"; colours and lines are given by class=\"…\", and known are " + String.join(", ", new TreeSet<>(ATTRIBUTES.keySet())));
            }
            if (value.length() > MOST_ATTRIBUTE || !pattern.matcher(value).matches()) {
                final String shown = value.length() > 40 ? value.substring(0, 40) + "…" : value;
                throw position.error("\"" + shown + "\" is nothing for the attribute \"" + name + "\" of a picture");
            }
            attributes.put(name, value);
        }
        return attributes;
    }

    private String attribute(final String name, final String value, final Element element, final SourcePosition position) {
        if (name.equals("class")) {
            for (final String word : value.split("\\s+")) {
                if (!CLASSES.contains(word)) {
                    throw position.error("unknown class \"" + word + "\"; known are " + String.join(", ", CLASSES));
                }
            }
            return value.replaceAll("\\s+", " ");
        }
        if (name.equals("id")) {
            if (ids.put(value, element) != null) {
                throw position.error("there are two elements with the id \"" + value + "\"");
            }
            return Picture.ID_MARK + value;
        }
        final Matcher local = LOCAL.matcher(value);
        if (name.equals("href") && local.matches()) {
            uses.put(local.group(1), position);
            return "#" + Picture.ID_MARK + local.group(1);
        }
        final Matcher reference = REFERENCE.matcher(value);
        if (reference.matches()) {
            references.put(reference.group(1), position);
            return "url(#" + Picture.ID_MARK + reference.group(1) + ")";
        }
        return Html.escape(value.replaceAll("\\s+", " "));
    }

    private static String size(final String viewBox, final SourcePosition position) {
        final String[] numbers = viewBox == null ? new String[0] : viewBox.split("[\\s,]+");
        try {
            final double[] size = Arrays.stream(numbers).mapToDouble(Double::parseDouble).toArray();
            if (size.length == 4 && size[2] > 0 && size[3] > 0 && size[2] <= MOST_SIZE && size[3] <= MOST_SIZE) {
                return String.join(" ", numbers);
            }
        } catch (final NumberFormatException e) {
            // Said below, together with what is missing or out of range.
        }
        throw position.error("\"svg\" needs viewBox=\"0 0 480 240\": left, top, width and height, at most " + (int) MOST_SIZE);
    }

    private void text(final String text, final SourcePosition position) {
        if (open.isEmpty() || !WITH_TEXT.contains(open.peek().name)) {
            if (!text.isBlank()) {
                throw position.error("\"" + text.strip() + "\" belongs into a \"text\" element");
            }
            return;
        }
        content.append(Html.escape(text));
    }

    private void checkReferences() {
        references.forEach((id, position) -> {
            if (!ids.containsKey(id) || !ids.get(id).name.equals(MARKER)) {
                throw position.error("there is no \"marker\" with the id \"" + id + "\"");
            }
        });
        uses.forEach((id, position) -> {
            final Element used = ids.get(id);
            if (used == null) {
                throw position.error("there is no element with the id \"" + id + "\"");
            }
            if (used.hasUse) {
                throw position.error("\"" + id + "\" has a \"use\" in it, and cannot be used itself");
            }
        });
    }

    private static Map<String, Pattern> attributes() {
        final Map<String, Pattern> attributes = new LinkedHashMap<>();
        for (final String name : List.of("viewBox", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "dx", "dy",
                "refX", "refY", "markerWidth", "markerHeight")) {
            attributes.put(name, NUMBERS);
        }
        attributes.put("d", Pattern.compile("[MmLlHhVvCcSsQqTtAaZz0-9eE+,.\\s-]+"));
        attributes.put("points", Pattern.compile("[-+0-9.eE,\\s]+"));
        attributes.put("transform", Pattern.compile("(?:(?:translate|rotate|scale|skewX|skewY|matrix)\\s*\\([-+0-9.eE,\\s]+\\)[\\s,]*){1,8}"));
        attributes.put("id", ID);
        attributes.put("class", Pattern.compile("[a-z-]+(?:\\s+[a-z-]+)*"));
        attributes.put("href", LOCAL);
        attributes.put("orient", Pattern.compile("auto|auto-start-reverse|-?[0-9]{1,3}"));
        attributes.put("markerUnits", Pattern.compile("strokeWidth|userSpaceOnUse"));
        for (final String name : List.of("marker-start", "marker-mid", "marker-end")) {
            attributes.put(name, REFERENCE);
        }
        return attributes;
    }

    /** The words of the vocabulary, for the test that compares it with the page's styles. */
    static Set<String> classes() {
        return new HashSet<>(CLASSES);
    }
}
