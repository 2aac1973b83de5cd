from django.urls import path

from . import after_views, feed_views, host_views, question_views, views

urlpatterns = [
    path("", views.events, name="events"),
    path("mine/", views.my_events, name="my_events"),
    path("calendar/", feed_views.calendar_feed, name="calendar_feed"),
    path("calendar/<str:token>.ics", feed_views.calendar_feed_file, name="calendar_feed_file"),
    path("<int:event_id>/", views.event, name="event"),
    path("<int:event_id>/event.ics", views.event_calendar, name="event_calendar"),
    path("<int:event_id>/register/", views.register, name="event_register"),
    path("<int:event_id>/withdraw/", views.withdraw, name="event_withdraw"),
    path("<int:event_id>/accept/", views.accept, name="event_accept"),
    path("<int:event_id>/attendees/", views.attendees, name="event_attendees"),
    path("<int:event_id>/questions/", question_views.questions, name="event_questions"),
    path("<int:event_id>/questions/<int:question_id>/", question_views.question, name="event_question"),
    path("<int:event_id>/materials/<int:material_id>/", after_views.material, name="event_material"),
    path("<int:event_id>/feedback/", after_views.feedback, name="event_feedback"),
    path("<int:event_id>/certificate.pdf", after_views.certificate, name="event_certificate"),
    path("<int:event_id>/host/", host_views.roster, name="event_roster"),
    path("<int:event_id>/host/roster.csv", host_views.export, name="event_export"),
    path("<int:event_id>/host/people/<int:registration_id>/", host_views.person, name="event_person"),
    path("<int:event_id>/host/message/", host_views.message, name="event_message"),
    path("<int:event_id>/host/materials/", host_views.materials, name="event_materials"),
    path("<int:event_id>/host/cancel/", host_views.cancel, name="event_cancel"),
]
