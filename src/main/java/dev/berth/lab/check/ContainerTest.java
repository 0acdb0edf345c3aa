package dev.berth.lab.check;

import dev.berth.lab.value.Template;

/** One thing that a container is to have. */
record ContainerTest(ContainerField field, Template expected) {}
