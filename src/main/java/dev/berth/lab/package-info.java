/** The lab as a program: its settings, and which parts it is put together from. */
package dev.berth.lab;
