/** Homework: what is handed in, how it is graded in a clean machine, and what its student and the instructor are told. */
package dev.berth.lab.homework;
