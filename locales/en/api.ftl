# The readable page of the API

api-title = timebank: interface for programs
api-machine-readable = The OpenAPI 3.1 document, for machines
api-contents = Contents
api-parameters = Parameters
api-required = needed
api-body = Body
api-answer = Answer
api-problems = Problems
