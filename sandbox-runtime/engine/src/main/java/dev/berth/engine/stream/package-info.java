/**
 * Output and input: from processes to logs on disk and to clients, with back pressure and bounds.
 */
package dev.berth.engine.stream;
