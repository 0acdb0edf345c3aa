package dev.berth.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Invariant 1 of the design: daemon, then engine, then runtime, never back; and HTTP is known here alone. */
@AnalyzeClasses(packages = "dev.berth", importOptions = ImportOption.DoNotIncludeTests.class)
class DependencyTest {

    @ArchTest
    static final ArchRule ENGINE_DOES_NOT_KNOW_DAEMON = noClasses().that().resideInAPackage("dev.berth.engine..")
            .should().dependOnClassesThat().resideInAPackage("dev.berth.daemon..");

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_NEITHER = noClasses().that().resideInAPackage("dev.berth.runtime..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.berth.engine..", "dev.berth.daemon..");

    @ArchTest
    static final ArchRule HTTP_IS_KNOWN_HERE_ALONE = noClasses().that().resideOutsideOfPackage("dev.berth.daemon..")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule FEW_CLASSES_REACH_BELOW_VERTX = noClasses().that().haveNameNotMatching("dev\\.berth\\.daemon\\.http\\.(HijackedConnection|UnreadAnswers|EventLoop|ChunkedAnswer|PiecewiseAnswer)(\\$.*)?")
            .should().dependOnClassesThat().resideInAnyPackage("io.netty..", "io.vertx.core.impl..", "io.vertx.core.net.impl..", "io.vertx.core.http.impl..");

    @ArchTest
    static final ArchRule SYSTEM_CALLS_ARE_THE_RUNTIMES = noClasses().that().resideOutsideOfPackage("dev.berth.runtime..")
            .should().dependOnClassesThat().resideInAnyPackage("jnr..");

    @ArchTest
    static final ArchRule WIRE_DOES_NOT_KNOW_RUNTIME = noClasses().that().resideInAnyPackage("dev.berth.daemon.http..", "dev.berth.daemon.docker..")
            .should().dependOnClassesThat().resideInAPackage("dev.berth.runtime..");
}
