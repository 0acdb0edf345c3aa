/** Ports of students' machines in the student's browser: their names, who may open them, and the proxy that passes requests on. Knows no page of ours. */
package dev.berth.lab.port;
