/** Who may come in: links, names, students, sessions. */
package dev.berth.lab.account;
