package dev.berth.lab.homework;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.lab.homework.SubmissionRefusedException.Reason;
import dev.berth.lab.lesson.Lesson;
import dev.berth.lab.lesson.Question;
import dev.berth.lab.value.PlainText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The answers that a student's program hands in: to questions of the homework, each once. */
final class AnswerSheet {

    /** The file of a submission that answers are read from, in place of being kept. */
    static final String FILE = "answers.json";

    static final int MOST_BYTES = 64 << 10;
    private static final int SHOWN = 60;
    private static final JsonMapper JSON = JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final Lesson homework;
    private final Map<String, String> answers = new LinkedHashMap<>();

    AnswerSheet(Lesson homework) {
        this.homework = homework;
    }

    Map<String, String> answers() {
        return Map.copyOf(answers);
    }

    /**
     * @param answer blanks around it are no part of it
     * @throws SubmissionRefusedException with a sentence for the student
     */
    void put(String question, String answer) {
        String text = answer.strip();
        if (homework.question(question).isEmpty()) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + shown(question) + "\" is no question of this homework: its questions are "
                    + homework.questions().stream().map(Question::name).collect(Collectors.joining(", ")));
        }
        if (text.length() > Question.LONGEST_ANSWER) {
            throw tooLong(question);
        }
        if (answers.putIfAbsent(question, text) != null) {
            throw new SubmissionRefusedException(Reason.CONTENT, "\"" + question + "\" is answered twice: send each answer once");
        }
    }

    /** @param content of the file {@value #FILE} */
    void putAll(byte[] content) {
        JsonNode all;
        try {
            all = JSON.readTree(new String(content, StandardCharsets.UTF_8));
        } catch (JsonProcessingException broken) {
            throw notAnswers(broken.getLocation() == null ? "" : " (line " + broken.getLocation().getLineNr() + ")");
        } catch (IOException impossible) {
            throw new IllegalStateException("a text can be read", impossible);
        }
        if (!all.isObject()) {
            throw notAnswers("");
        }
        for (Iterator<Map.Entry<String, JsonNode>> each = all.fields(); each.hasNext(); ) {
            Map.Entry<String, JsonNode> answer = each.next();
            if (!answer.getValue().isTextual()) {
                throw new SubmissionRefusedException(Reason.CONTENT, "the answer to \"" + shown(answer.getKey()) + "\" in " + FILE
                        + " is no text: put it between quotation marks");
            }
            put(answer.getKey(), answer.getValue().textValue());
        }
    }

    static SubmissionRefusedException tooLong(String question) {
        return new SubmissionRefusedException(Reason.CONTENT, "the answer to \"" + shown(question) + "\" is too long: it may have " + Question.LONGEST_ANSWER + " characters");
    }

    private static SubmissionRefusedException notAnswers(String where) {
        return new SubmissionRefusedException(Reason.CONTENT, FILE + " is not a JSON object of texts" + where + ": write {\"QUESTION\": \"ANSWER\", …}");
    }

    private static String shown(String text) {
        return PlainText.clean(text, SHOWN);
    }
}
