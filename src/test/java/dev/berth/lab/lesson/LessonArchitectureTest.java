package dev.berth.lab.lesson;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Lessons and checks are plain Java: they can be read, tested and used without a lab, a machine or a framework. */
class LessonArchitectureTest {

    private static final JavaClasses LAB =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.berth.lab");

    @Test
    void checksKnowNothingButFactsAndValues() {
        classes().that().resideInAPackage("dev.berth.lab.check")
                .should().onlyDependOnClassesThat().resideInAnyPackage(
                        "dev.berth.lab.check", "dev.berth.lab.value", "dev.berth.lab.source", "com.fasterxml.jackson.databind..", "com.google.re2j..", "java..")
                .check(LAB);
    }

    @Test
    void lessonsKnowNothingButChecksMarkdownAndPictures() {
        classes().that().resideInAPackage("dev.berth.lab.lesson")
                .should().onlyDependOnClassesThat().resideInAnyPackage(
                        "dev.berth.lab.lesson", "dev.berth.lab.check", "dev.berth.lab.value", "dev.berth.lab.source", "com.vladsch.flexmark..", "java..", "javax.xml..")
                .check(LAB);
    }

    @Test
    void valuesKnowNothingButText() {
        classes().that().resideInAPackage("dev.berth.lab.value")
                .should().onlyDependOnClassesThat().resideInAnyPackage("dev.berth.lab.value", "dev.berth.lab.source", "java..", "javax.crypto..")
                .check(LAB);
    }
}
