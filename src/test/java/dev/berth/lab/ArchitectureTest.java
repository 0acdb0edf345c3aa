package dev.berth.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses LAB = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.berth.lab");

    @Test
    void theLabKnowsTheEngineOnlyByItsApi() {
        noClasses().should().dependOnClassesThat()
                .resideInAnyPackage("dev.berth.engine..", "dev.berth.runtime..", "dev.berth.daemon..")
                .allowEmptyShould(true)
                .check(LAB);
    }

    @Test
    void servicesHaveNoFrameworkInThem() {
        noClasses().that().resideOutsideOfPackages("dev.berth.lab", "dev.berth.lab.page")
                .should().dependOnClassesThat().resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..")
                .check(LAB);
    }

    @Test
    void lessonsAndChecksNeedNoNetwork() {
        noClasses().that().resideInAnyPackage("dev.berth.lab.lesson..", "dev.berth.lab.check..", "dev.berth.lab.value..")
                .should().dependOnClassesThat().resideInAnyPackage("io.vertx..", "io.netty..", "dev.berth.lab.machine..")
                .check(LAB);
    }

    @Test
    void pagesAreKnownByNobody() {
        noClasses().that().resideOutsideOfPackage("dev.berth.lab.page")
                .should().dependOnClassesThat().resideInAPackage("dev.berth.lab.page")
                .check(LAB);
    }

    @Test
    void packagesDependOnEachOtherInOneDirection() {
        SlicesRuleDefinition.slices().matching("dev.berth.lab.(*)..").should().beFreeOfCycles().check(LAB);
    }
}
