# ruff: noqa: E501 (the name of a test is as long as it is)
"""Which test covers which case of the security plan (section 4, 1 to 48; T1 to T12).

One line for each test, its file below tests/. A case whose feature is still to come
says which one that is.
"""

from collections.abc import Mapping

COVERED: Mapping[str, str] = {
    "1": """
        quizzes/test_views.py::test_a_double_click_on_start_makes_one_attempt_and_one_guest
        quizzes/test_actions.py::test_starts_that_arrive_at_once_are_one_attempt
        faults/test_at_once.py::test_whatever_is_sent_twenty_times_at_once_happens_once
    """,
    "2": """
        quizzes/test_views.py::test_finishing_twice_is_finishing_once
        faults/test_parallel.py::test_fifty_saves_and_fifty_submits_at_once_a_hundred_times
    """,
    "3": """
        quizzes/sitting/test_replays.py::test_3_a_recorded_save_after_a_newer_one
        quizzes/sitting/test_replays.py::test_3_a_recorded_save_after_the_end
        quizzes/sitting/test_replays.py::test_3_a_recorded_save_after_the_limit
    """,
    # The results by 302, and not 409: to finish twice is to finish once.
    "4": """
        quizzes/sitting/test_replays.py::test_4_the_submit_of_yesterday_shows_the_results_and_changes_nothing
        quizzes/sitting/test_replays.py::test_4_it_ends_no_attempt_that_was_begun_since
    """,
    "5": """
        faults/test_parallel.py::test_5_one_answer_sent_a_hundred_times_at_once_is_one_row
    """,
    "6": """
        quizzes/sitting/test_time_limits.py::test_an_answer_within_the_grace_is_stored_and_marked_late
    """,
    "7": """
        quizzes/sitting/test_time_limits.py::test_an_answer_after_the_grace_is_refused_and_the_saved_one_counts
    """,
    "8": """
        quizzes/sitting/test_time_limits.py::test_handing_in_too_late_closes_with_what_was_saved
    """,
    "9": """
        quizzes/sitting/test_time_limits.py::test_whoever_comes_back_after_the_limit_finds_it_closed
        quizzes/sitting/test_time_limits.py::test_the_clock_closes_what_nobody_came_back_to
    """,
    "11": """
        quizzes/test_views.py::test_a_stale_tab_is_told_what_is_stored_and_may_send_its_own
        quizzes/sitting/test_two_tabs.py::test_ones_own_answer_can_be_chosen_with_how_sure_one_was
    """,
    "12": """
        quizzes/sitting/test_two_tabs.py::test_the_other_window_of_an_account_is_the_same_attempt
    """,
    "13": """
        quizzes/sitting/test_replays.py::test_13_after_the_end_the_way_back_leads_to_no_form
    """,
    "14": "quizzes/sitting/test_bad_answers.py::test_14_nothing_answered",
    "15": """
        quizzes/sitting/test_bad_answers.py::test_15_a_question_that_is_not_in_the_attempt
    """,
    "16": """
        quizzes/sitting/test_bad_answers.py::test_16_and_17_a_choice_that_the_question_does_not_have
    """,
    "17": """
        quizzes/sitting/test_bad_answers.py::test_16_and_17_a_choice_that_the_question_does_not_have
        quizzes/sitting/test_bad_answers.py::test_17_a_place_that_was_not_offered
    """,
    "18": "quizzes/sitting/test_bad_answers.py::test_18_two_values_where_there_is_one",
    "19": """
        quizzes/sitting/test_bad_answers.py::test_19_hundreds_of_choices_are_refused_and_thousands_not_even_read
    """,
    "20": """
        quizzes/sitting/test_bad_answers.py::test_20_and_21_what_nobody_asked_for_changes_nothing
    """,
    "21": """
        quizzes/sitting/test_bad_answers.py::test_20_and_21_what_nobody_asked_for_changes_nothing
        quizzes/sitting/test_replays.py::test_t10_what_the_sender_claims_leaves_the_rows_as_without_it
    """,
    "22": "quizzes/sitting/test_bad_answers.py::test_22_an_order_that_is_none",
    "23": "quizzes/sitting/test_bad_answers.py::test_23_one_match_for_two_lines",
    "24": """
        quizzes/sitting/test_bad_answers.py::test_24_and_25_what_is_no_number
        quizzes/sitting/test_bad_answers.py::test_24_numbers_as_people_write_them
        quizzes/kinds/test_numeric.py::test_numbers_that_are_read
    """,
    "25": "quizzes/sitting/test_bad_answers.py::test_24_and_25_what_is_no_number",
    "26": "quizzes/sitting/test_bad_answers.py::test_26_a_text_too_long",
    "27": "quizzes/sitting/test_bad_answers.py::test_27_a_nul_character",
    "28": "quizzes/sitting/test_bad_answers.py::test_28_bytes_that_are_no_text",
    "29": """
        quizzes/sitting/test_bad_answers.py::test_29_any_text_is_kept_as_typed_and_shown_apart
    """,
    "30": """
        browser/test_strange_answers.py::test_the_pages_of_a_practice_stay_as_they_are
        browser/test_strange_answers.py::test_the_pages_of_a_test_stay_as_they_are
    """,
    "31": """
        quizzes/sitting/test_bad_answers.py::test_31_and_32_texts_are_compared_by_the_rule
        quizzes/kinds/test_short.py::test_texts_that_are_the_same
        quizzes/kinds/test_short.py::test_texts_that_are_not_the_same
    """,
    "32": """
        quizzes/sitting/test_bad_answers.py::test_31_and_32_texts_are_compared_by_the_rule
    """,
    # Not 404: an attempt outlives its quiz.
    "33": """
        quizzes/sitting/test_bad_answers.py::test_33_the_attempt_of_a_deleted_quiz_keeps_its_answers
    """,
    "34": """
        quizzes/sitting/test_replays.py::test_34_a_quiz_that_is_edited_leaves_the_running_attempt_alone
        quizzes/test_views.py::test_a_running_attempt_keeps_the_text_it_began_with
    """,
    "35": """
        quizzes/sitting/test_replays.py::test_35_a_question_that_was_asked_cannot_be_deleted
        quizzes/test_views.py::test_a_retired_question_still_opens_in_the_attempt_that_has_it
    """,
    "37": """
        quizzes/sitting/test_time_limits.py::test_a_limit_changed_meanwhile_leaves_the_running_attempt_alone
        quizzes/sitting/test_time_limits.py::test_time_that_is_taken_back_holds_on_for_the_running_attempt
    """,
    "38": """
        quizzes/sitting/test_time_limits.py::test_more_time_holds_at_once_also_in_a_running_attempt
        browser/test_time_left.py::test_more_time_granted_meanwhile_shows_within_a_minute
    """,
    "39": """
        quizzes/test_start.py::test_a_quiz_that_became_short_is_refused_and_staff_is_told_which_row
    """,
    # There are no points to set; a quiz asks for 1 to 200 questions.
    "40": """
        quizzes/test_start.py::test_a_quiz_without_rows_is_refused
        quizzes/test_start.py::test_a_quiz_may_ask_two_hundred_questions
        quizzes/authoring/test_quiz_admin.py::test_a_quiz_draws_at_most_200
    """,
    "41": """
        quizzes/sitting/test_clock_steps.py::test_41_the_clock_of_the_learner_is_not_asked
        quizzes/sitting/test_clock_steps.py::test_41_no_script_of_ours_reads_a_clock
    """,
    "42": """
        quizzes/sitting/test_clock_steps.py::test_42_what_was_left_is_left_when_the_clock_goes_back_an_hour
        quizzes/sitting/test_clock_steps.py::test_42_nobody_has_the_hour_twice
        quizzes/sitting/test_clock_steps.py::test_42_the_time_used_is_never_negative_and_never_an_hour
        quizzes/sitting/test_clock_steps.py::test_42_the_order_of_saves_is_their_number_and_not_their_time
    """,
    "43": """
        quizzes/sitting/test_clock_steps.py::test_43_an_attempt_is_closed_by_rule_with_what_was_saved
        quizzes/sitting/test_reopening.py::test_what_was_left_at_the_last_answer_is_given_back
        quizzes/sitting/test_reopening.py::test_the_reason_and_the_old_times_are_in_the_history
    """,
    "44": """
        quizzes/sitting/test_clock_steps.py::test_44_an_attempt_over_the_change_lasts_as_long_as_any
        quizzes/test_scheduling.py::test_a_day_ends_at_the_learners_own_midnight
    """,
    "48": "sps_learn/test_middleware.py::test_times_are_shown_in_the_learners_zone",
    "T1": """
        sps_learn/test_access.py::test_an_attempt_of_another_is_as_one_that_never_was
        sps_learn/test_access.py::test_the_id_of_another_in_a_query_or_a_form_is_not_read
        sps_learn/test_access.py::test_a_copied_form_makes_an_attempt_of_ones_own
    """,
    "T3": """
        sps_learn/test_hidden_keys.py::test_an_open_question_looks_the_same_whatever_its_key
        sps_learn/test_hidden_keys.py::test_an_open_question_says_nothing_of_its_reasons
        sps_learn/test_hidden_keys.py::test_the_key_has_no_favourite_letter_in_the_shipped_banks
    """,
    # The only sequence is that of a case; everywhere else one moves freely.
    "T4": """
        quizzes/sitting/test_unfolding.py::test_a_later_step_takes_no_answer_before_its_turn
        quizzes/sitting/test_unfolding.py::test_in_a_test_an_answered_step_stays_as_it_is
    """,
    "T5": """
        quizzes/sitting/test_time_limits.py::test_nothing_that_the_sender_says_moves_the_deadline
        quizzes/sitting/test_time_limits.py::test_starting_again_does_not_begin_the_time_anew
        quizzes/sitting/test_clock_steps.py::test_41_the_clock_of_the_learner_is_not_asked
    """,
    "T6": """
        faults/test_parallel.py::test_t6_twenty_starts_of_the_last_attempt_allowed_are_one
        quizzes/sitting/test_two_tabs.py::test_the_other_window_of_an_account_is_the_same_attempt
    """,
    "T7": """
        faults/test_parallel.py::test_fifty_saves_and_fifty_submits_at_once_a_hundred_times
    """,
    "T8": """
        quizzes/sitting/test_replays.py::test_t8_an_answer_after_the_submit_leaves_the_stored_one
        quizzes/test_actions.py::test_a_stale_version_conflicts_and_shows_what_is_stored
    """,
    "T9": """
        quizzes/sitting/test_bad_answers.py::test_16_and_17_a_choice_that_the_question_does_not_have
        quizzes/sitting/test_replays.py::test_t9_an_option_of_a_newer_revision_is_none_of_the_one_that_is_shown
    """,
    "T10": """
        quizzes/sitting/test_replays.py::test_t10_what_the_sender_claims_leaves_the_rows_as_without_it
    """,
    "T11": """
        quizzes/sitting/test_reopening.py::test_only_who_may_finds_the_way
        quizzes/sitting/test_reopening.py::test_without_a_trace_nothing_is_opened
        sps_learn/test_roles.py::test_the_log_is_read_and_not_changed
    """,
    "T12": """
        sps_learn/test_access.py::test_no_other_site_can_send_a_form
        sps_learn/test_access.py::test_everybody_gets_what_the_table_says
    """,
}

TO_COME: Mapping[str, str] = {
    "10": "closing dates, with assignments",
    "36": "cohorts",
    "45": "certificates",
    "46": "due dates, with assignments: no form takes a date of a learner yet",
    "47": "due dates, with assignments: no form takes a time yet",
    "T2": "cohorts; what instructors see in the admin is in sps_learn/test_roles.py",
}
