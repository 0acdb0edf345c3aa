package dev.berth.lab.homework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StudentWorkTest {

    private final StudentWork work = new StudentWork("test", 2);

    @AfterEach
    void end() {
        work.close();
    }

    @Test
    void whoAsksNeitherWaitsNorBeginsASecondTime() throws Exception {
        CountDownLatch machines = new CountDownLatch(1);
        List<CompletableFuture<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            all.add(work.begin("student" + i, () -> machines.await(10, TimeUnit.SECONDS)).orElseThrow().toCompletableFuture());
        }

        assertThat(work.begin("student0", () -> true)).isEmpty();
        assertThat(work.begin("student29", () -> true)).isEmpty();
        assertThat(all).noneMatch(CompletableFuture::isDone);

        machines.countDown();
        for (CompletableFuture<Boolean> each : all) {
            assertThat(each.get()).isTrue();
        }
        assertThat(work.begin("student0", () -> true)).isPresent();
    }

    @Test
    void afterAFailureTheStudentMayBeginAgain() {
        CompletableFuture<Object> failed = work.begin("ada", () -> {
            throw new SubmissionRefusedException(SubmissionRefusedException.Reason.NOT_NOW, "no");
        }).orElseThrow().toCompletableFuture();

        assertThatThrownBy(failed::get).hasCauseInstanceOf(SubmissionRefusedException.class);
        assertThat(work.begin("ada", () -> true)).isPresent();
    }
}
