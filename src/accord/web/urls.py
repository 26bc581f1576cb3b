"""Every page's address, a list for each noun. Names of routes are what templates and redirects use."""

from django.urls import URLPattern, path

from accord.web.views import (
    accepting,
    across,
    activity,
    agreement,
    agreements,
    asks,
    cadences,
    calendars,
    carrying_over,
    cascade,
    check_ins,
    checks,
    closing,
    cycles,
    directory,
    drafts,
    dropping,
    editing,
    find,
    findings,
    first_steps,
    following,
    goals,
    grading,
    handovers,
    home,
    invitations,
    key_results,
    live,
    mail,
    matrix,
    my_team,
    objectives,
    organization,
    passwords,
    people,
    preferences,
    realignments,
    registry,
    reviews,
    sign_in,
    strategy,
    styles,
    teams,
    telling,
    two_teams,
    updates,
)

STYLES: list[URLPattern] = [
    path("style/<slug:version>.css", styles.stylesheet, name="stylesheet"),
]
SIGN_IN: list[URLPattern] = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-in/still/<int:account>/", sign_in.still, name="still_signed_in"),
    path("sign-in/demo/", sign_in.demo, name="demo_sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
]
PASSWORDS: list[URLPattern] = [
    path("password/", passwords.change, name="password"),
    path("password/forgotten/", passwords.forgotten, name="password_forgotten"),
    path("password/forgotten/sent/", passwords.link_sent, name="password_link_sent"),
    path("password/new/<str:uid>/<str:token>/", passwords.new, name="password_new"),
]
INVITATIONS: list[URLPattern] = [
    path("invitations/", invitations.invite, name="invitations"),
    path("invitations/<str:token>/", invitations.accept, name="invitation"),
]
YOURS: list[URLPattern] = [
    path("", home.home, name="home"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("my-team/", my_team.my_team, name="my_team"),
    path("asks/", asks.my_asks, name="my_asks"),
    path("numbers/", check_ins.numbers, name="numbers"),
    path("first-steps/", first_steps.first_steps, name="first_steps"),
    path("preferences/calendars/", calendars.addresses, name="calendars"),
    path("calendar/<str:token>.ics", calendars.calendar, name="calendar"),
    path("preferences/told/", telling.told, name="told"),
    path("follows/<str:kind>/<str:key>/", following.follow, name="follow"),
    path("activity/", activity.activity, name="activity"),
    path("mail/stop/<str:token>/", mail.stop, name="stop_mail"),
]
TEAMS: list[URLPattern] = [
    path("teams/<str:key>/cadence/", cadences.cadence, name="cadence"),
    path("review-week/", cadences.week, name="review_week"),
    path("organization/", organization.organization, name="organization"),
    path("cycles/<str:cycle>/teams/<str:key>/", teams.team, name="team"),
    path("cycles/<str:cycle>/teams/<str:key>/asks/", asks.asks, name="asks"),
    path("cycles/<str:cycle>/teams/<str:key>/asks/needs/<str:need>/", asks.answer_need, name="need_answer"),
    path(
        "cycles/<str:cycle>/teams/<str:key>/asks/contributions/<str:objective>/<str:result>/",
        asks.answer_contribution,
        name="contribution_answer",
    ),
    path("cycles/<str:cycle>/teams/<str:key>/across/", across.across, name="across"),
    path("cycles/<str:cycle>/needs/<str:key>/handover/", handovers.handover, name="handover"),
]
KEY_RESULTS: list[URLPattern] = [
    path("cycles/<str:cycle>/key-results/<str:key>/", key_results.key_result, name="key_result"),
    path("cycles/<str:cycle>/key-results/<str:key>/check-in/", check_ins.check_in, name="check_in"),
    path("cycles/<str:cycle>/key-results/<str:key>/check-ins/", check_ins.history, name="check_ins"),
    path("cycles/<str:cycle>/key-results/<str:key>/check-ins/<int:number>/", check_ins.mend, name="check_in_mend"),
    path("cycles/<str:cycle>/key-results/<str:key>/behind/", key_results.behind, name="behind"),
    path("cycles/<str:cycle>/key-results/<str:key>/closing/", closing.closing, name="closing"),
]
EDITING: list[URLPattern] = [
    path("choose/<slug:kind>/", editing.choose, name="choose"),
    path("new/<slug:kind>/", editing.new, name="new_definition"),
    path("edit/<slug:kind>/<str:key>/", editing.edit, name="edit_definition"),
    path("drop/<slug:kind>/<str:key>/", dropping.drop, name="drop_definition"),
    path("bring-back/<slug:kind>/<str:key>/", dropping.bring_back, name="bring_back_definition"),
    path("cycles/<str:cycle>/new/objective/<str:under>/", objectives.new_objective, name="new_objective"),
    path("cycles/<str:cycle>/new/<slug:kind>/<str:under>/", editing.new, name="new"),
    path("cycles/<str:cycle>/edit/<slug:kind>/<str:key>/", editing.edit, name="edit"),
    path("cycles/<str:cycle>/drop/<slug:kind>/<str:key>/", dropping.drop, name="drop"),
    path("cycles/<str:cycle>/bring-back/<slug:kind>/<str:key>/", dropping.bring_back, name="bring_back"),
    path("cycles/<str:cycle>/teams/<str:key>/publish/", drafts.publish, name="publish"),
]
CYCLES: list[URLPattern] = [
    path("cycles/", cycles.listing, name="cycles"),
    path("cycles/<str:cycle>/", cycles.cycle, name="cycle"),
    path("cycles/<str:cycle>/close/", cycles.close, name="close_cycle"),
    path("cycles/<str:cycle>/reopening/", cycles.reopen, name="reopen_cycle"),
    path("cycles/<str:cycle>/same/", cycles.switch, name="switch_cycle"),
    path("cycles/<str:cycle>/teams/<str:key>/grades/", grading.grades, name="grades"),
    path("cycles/<str:cycle>/teams/<str:key>/carrying-over/", carrying_over.carry_over, name="carry_over"),
    path("cycles/<str:cycle>/strategy/", strategy.page, name="strategy"),
    path("strategic-goals/", strategy.of_today, name="strategic_goals"),
    path("strategic-goals/<str:key>/", goals.goal, name="strategic_goal"),
]
CASCADE: list[URLPattern] = [
    path("cycles/<str:cycle>/cascade/", cascade.top, name="cascade"),
    path("cycles/<str:cycle>/cascade/<str:key>/", cascade.objective, name="cascade_objective"),
    path("cycles/<str:cycle>/cascade/<str:key>/branches/", cascade.branches, name="cascade_branches"),
    path("cycles/<str:cycle>/three-counts/", cascade.counts, name="three_counts"),
    path("cycles/<str:cycle>/counted/serving/", cascade.what_serves, name="counted_serving"),
    path("cycles/<str:cycle>/counted/<slug:kind>/", cascade.listing, name="counted"),
    path("cycles/<str:cycle>/key-results/<str:key>/helping/", cascade.help_with, name="help_with"),
]
CHECKS: list[URLPattern] = [
    path("cycles/<str:cycle>/checks/", findings.listing, name="findings"),
    path("cycles/<str:cycle>/checks/<int:number>/accepting/", accepting.accept, name="accept_finding"),
    path("cycles/<str:cycle>/checks/accepted/<int:number>/", accepting.take_back, name="take_back_acceptance"),
    path("checks/", checks.listing, name="checks"),
    path("checks/<str:code>/", checks.check, name="check"),
]
AGREEMENTS: list[URLPattern] = [
    path("cycles/<str:cycle>/agreements/", agreements.listing, name="agreements"),
    path("cycles/<str:cycle>/agreements/<str:key>/", agreement.agreement, name="agreement"),
    path("cycles/<str:cycle>/agreements/<str:key>/answers/", agreement.answer, name="answers"),
    path("cycles/<str:cycle>/agreements/<str:key>/messages/", agreement.message, name="messages"),
    path("cycles/<str:cycle>/agreements/<str:key>/history/", agreement.versions, name="agreement_history"),
    path("cycles/<str:cycle>/agreements/<str:key>/print/", agreement.paper, name="agreement_print"),
    path("cycles/<str:cycle>/agreements/<str:key>/live/", live.agreement, name="agreement_live"),
    path("cycles/<str:cycle>/matrix/", matrix.matrix, name="matrix"),
    path("cycles/<str:cycle>/matrix/<slug:standing>/", matrix.pairs, name="matrix_pairs"),
    path("cycles/<str:cycle>/two-teams/<str:team>/<str:other>/", two_teams.two_teams, name="two_teams"),
]
REALIGNMENTS: list[URLPattern] = [
    path("realignments/", realignments.listing, name="realignments"),
    path("realignments/<int:number>/", realignments.realignment, name="realignment"),
    path("realignments/<int:number>/answers/", realignments.answer, name="realignment_answers"),
    path("realignments/<int:number>/going-ahead/", realignments.go_ahead, name="going_ahead"),
]
REVIEWS: list[URLPattern] = [
    path("my-reviews/", reviews.my_reviews, name="my_reviews"),
    path("my-reviews/writing/", reviews.my_writing, name="write_review"),
    path("cycles/<str:cycle>/teams/<str:key>/reviews/", reviews.listing, name="reviews"),
    path("cycles/<str:cycle>/teams/<str:key>/reviews/writing/", reviews.writing, name="review_writing"),
    path("reviews/<int:number>/", reviews.review, name="review"),
    path("reviews/<int:number>/review.md", reviews.review_text, name="review_text"),
    path("updates/<int:number>/", updates.update, name="update"),
]
REGISTRY: list[URLPattern] = [
    path("metrics/", registry.metrics, name="metrics"),
    path("metrics/<str:key>/", registry.metric, name="metric"),
    path("milestones/", registry.milestones, name="milestones"),
    path("milestones/<str:key>/", registry.milestone, name="milestone"),
]
PEOPLE: list[URLPattern] = [
    path("directory/", directory.directory, name="directory"),
    path("people/<str:key>/", people.person, name="person"),
    path("find", find.find, name="find"),
]

urlpatterns = [
    *STYLES,
    *SIGN_IN,
    *PASSWORDS,
    *INVITATIONS,
    *YOURS,
    *CYCLES,
    *TEAMS,
    *KEY_RESULTS,
    *EDITING,
    *CASCADE,
    *CHECKS,
    *AGREEMENTS,
    *REALIGNMENTS,
    *REVIEWS,
    *REGISTRY,
    *PEOPLE,
]
