package dev.berth.lab.check;

import dev.berth.lab.value.Template;

/** One thing that an event is to have. */
record EventTest(EventField field, Template expected) {}
