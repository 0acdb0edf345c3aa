package dev.berth.daemon;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.berth.engine.image.store.ImageStore;

/** Invariant 1 of the design: daemon, then engine, then runtime, never back; and HTTP is known here alone. */
@AnalyzeClasses(packages = "dev.berth", importOptions = {ImportOption.DoNotIncludeTests.class, DependencyTest.DoNotIncludeTestJars.class})
class DependencyTest {

    /** The fakes of the engine come in one. */
    static final class DoNotIncludeTestJars implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("-tests.jar");
        }
    }

    @ArchTest
    static final ArchRule ENGINE_DOES_NOT_KNOW_DAEMON = noClasses().that().resideInAPackage("dev.berth.engine..")
            .should().dependOnClassesThat().resideInAPackage("dev.berth.daemon..");

    @ArchTest
    static final ArchRule RUNTIME_KNOWS_NEITHER = noClasses().that().resideInAPackage("dev.berth.runtime..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.berth.engine..", "dev.berth.daemon..");

    @ArchTest
    static final ArchRule HTTP_IS_KNOWN_HERE_ALONE = noClasses().that().resideOutsideOfPackages("dev.berth.daemon..", "dev.berth.engine.image.registry")
            .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..");

    @ArchTest
    static final ArchRule FEW_CLASSES_REACH_BELOW_VERTX = noClasses().that().resideInAPackage("dev.berth.daemon..").and().haveNameNotMatching("dev\\.berth\\.daemon\\.(grpc\\.GrpcClient|http\\.(HijackedConnection|UnreadAnswers|GatheredWrites|EventLoop|LoopTurns|AcceptTurns|Workers|ChunkedAnswer|PiecewiseAnswer|MalformedRequest))(\\$.*)?")
            .should().dependOnClassesThat().resideInAnyPackage("io.netty..", "io.vertx.core.impl..", "io.vertx.core.net.impl..", "io.vertx.core.http.impl..");

    @ArchTest
    static final ArchRule SYSTEM_CALLS_ARE_THE_RUNTIMES = noClasses().that().resideOutsideOfPackage("dev.berth.runtime..")
            .should().dependOnClassesThat().resideInAnyPackage("jnr..");

    @ArchTest
    static final ArchRule WIRE_DOES_NOT_KNOW_RUNTIME = noClasses().that().resideInAnyPackage("dev.berth.daemon.http..", "dev.berth.daemon.docker..")
            .should().dependOnClassesThat().resideInAPackage("dev.berth.runtime..");

    @ArchTest
    static final ArchRule PACKAGES_DEPEND_ON_EACH_OTHER_IN_ONE_DIRECTION = slices().assignedFrom(new EachPackage()).should().beFreeOfCycles();

    @ArchTest
    static final ArchRule HOW_IMAGES_ARE_KEPT_IS_KNOWN_TO_THEM_ALONE = noClasses().that().resideOutsideOfPackage("dev.berth.engine.image..")
            .should().dependOnClassesThat(resideInAPackage("dev.berth.engine.image.*..").and(not(belongTo(equivalentTo(ImageStore.class)))));

    @ArchTest
    static final ArchRule WHAT_A_DOCKERFILE_SAYS_IS_THE_ENGINES = noClasses().that().resideInAPackage("dev.berth.daemon..")
            .should().dependOnClassesThat().resideInAnyPackage("dev.berth.engine.image.document..", "dev.berth.engine.dockerfile..");

    /** Packages as they are, each for itself: the one above is not the sum of those below it. */
    private static final class EachPackage implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
