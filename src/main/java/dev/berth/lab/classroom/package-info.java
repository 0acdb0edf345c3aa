/** The class as its instructor sees it. */
package dev.berth.lab.classroom;
