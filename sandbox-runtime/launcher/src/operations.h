/* The operations of the table in plan.c. Each reads its arguments, which have been checked against its signature, and returns 0 or -errno. */
#ifndef BERTH_OPERATIONS_H
#define BERTH_OPERATIONS_H

#include "plan.h"

/* namespaces.c */
int operation_join_control_groups(struct plan *plan, struct reader *arguments);
int operation_user_namespace(struct plan *plan, struct reader *arguments);
int operation_mount_namespace(struct plan *plan, struct reader *arguments);
int operation_enter_user_namespace(struct plan *plan, struct reader *arguments);
int operation_clone(struct plan *plan, struct reader *arguments);
int operation_enter_machine(struct plan *plan, struct reader *arguments);
int operation_enter_process(struct plan *plan, struct reader *arguments);
int operation_hostname(struct plan *plan, struct reader *arguments);
int operation_loopback(struct plan *plan, struct reader *arguments);
int operation_domainname(struct plan *plan, struct reader *arguments);
int operation_share(struct plan *plan, struct reader *arguments);

/* limits.c */
int operation_out_of_memory_score(struct plan *plan, struct reader *arguments);
int operation_process_limit(struct plan *plan, struct reader *arguments);
int operation_limits_of_process(struct plan *plan, struct reader *arguments);

/* corner.c */
int operation_open_store(struct plan *plan, struct reader *arguments);
int operation_staging(struct plan *plan, struct reader *arguments);
int operation_place_store(struct plan *plan, struct reader *arguments);
int operation_bind(struct plan *plan, struct reader *arguments);
int operation_enter_staging(struct plan *plan, struct reader *arguments);
int operation_keep_corner(struct plan *plan, struct reader *arguments);

/* rootfs.c */
int operation_overlay(struct plan *plan, struct reader *arguments);
int operation_root(struct plan *plan, struct reader *arguments);
int operation_mount(struct plan *plan, struct reader *arguments);
int operation_attach(struct plan *plan, struct reader *arguments);
int operation_mask(struct plan *plan, struct reader *arguments);
int operation_read_only(struct plan *plan, struct reader *arguments);
int operation_pivot(struct plan *plan, struct reader *arguments);

/* sources.c */
int operation_open_source(struct plan *plan, struct reader *arguments);
int operation_place_source(struct plan *plan, struct reader *arguments);
int operation_volume(struct plan *plan, struct reader *arguments);

/* handout.c */
int operation_hand_out_root(struct plan *plan, struct reader *arguments);

/* files.c */
int operation_link(struct plan *plan, struct reader *arguments);
int operation_file(struct plan *plan, struct reader *arguments);
int operation_bound_file(struct plan *plan, struct reader *arguments);
int operation_memory_file(struct plan *plan, struct reader *arguments);
int operation_setting(struct plan *plan, struct reader *arguments);

/* streams.c */
int operation_streams(struct plan *plan, struct reader *arguments);
int operation_console(struct plan *plan, struct reader *arguments);

/* credentials.c */
int operation_credentials(struct plan *plan, struct reader *arguments);
int operation_no_new_privileges(struct plan *plan, struct reader *arguments);

/* accounts.c */
int operation_identity(struct plan *plan, struct reader *arguments);
int operation_groups(struct plan *plan, struct reader *arguments);

/* seccomp.c */
int operation_system_calls(struct plan *plan, struct reader *arguments);

/* program.c */
int operation_working_directory(struct plan *plan, struct reader *arguments);
int operation_exec(struct plan *plan, struct reader *arguments);

/* init.c */
int operation_serve(struct plan *plan, struct reader *arguments);
int operation_shim(struct plan *plan, struct reader *arguments);
int operation_init(struct plan *plan, struct reader *arguments);

/* plan.c */
int operation_announce(struct plan *plan, struct reader *arguments);
int operation_await(struct plan *plan, struct reader *arguments);

#endif
