/** Data as public documentation of other systems shows it, with numbers that no double holds: what is stored and sent has to be these very texts. */
export const PUBLIC_PAYLOADS: Readonly<Record<string, string>> = {
  "call.ended":
    '{"callId":"call_01HV","agentId":"agent_31","agentName":"Front desk","customerPhone":"+14165550142","direction":"inbound","startedAt":"2026-04-05T13:58:20Z","endedAt":"2026-04-05T14:04:00Z","duration":340,"status":"completed","transcript":[{"role":"agent","text":"Hello"},{"role":"user","text":"Hi"}],"tokenCost":0.10}',
  email_replied:
    '{"replyMessageId":9007199254740993,"replyDate":"2026-04-06T09:12:44","sentEmailId":774201,"emailAccountId":88,"contact":{"id":51873,"email":"omar@northlight.example","firstName":"Omar","lastName":"Haddad","fullName":"Omar Haddad","title":"Head of support","company":"Northlight","phone":"","headcount":"51-200","industry":"Software","linkedInProfile":"","city":"Toronto","state":"ON","country":"Canada","timeZone":"America/Toronto"},"sequence":{"id":123,"stepNumber":1}}',
  linkedin_message_replied:
    '{"replyDate":"2026-04-07T11:35:48Z","contact":{"id":51873,"email":null,"fullName":"Omar Haddad"},"sequence":{"id":123,"stepNumber":2},"customFields":[{"key":"Plan","value":"pro"}]}',
  "agent.created":
    '{"agentid":909,"fname":"Mike","lname":"Jones","phone":"16475556666","email":"mike@abcrealestate.example","password":"DFSFDSDFSD","avatar":"http://abcrealestate.example/images/mikejones.jpg","status":true,"brokerage":"The Best Real Estate Brokerage","designation":"Broker","boards":[4442,3333,334,36]}',
  "client.created":
    '{"clientId":3350,"agentId":909,"fname":"Dana","lname":"Whitfield","phone":"14165550142","email":"dana@whitfield-prints.example","proxyEmail":null,"status":true,"lastActivity":null,"tags":"buyer","preferences":{"email":true,"sms":false,"unsubscribe":false,"whatsapp":false},"expiryDate":null,"createdOn":"2026-04-01T14:02:46.000Z","externalId":""}',
  "search.created":
    '{"searchId":7714,"name":"West end","createdOn":"2026-04-01T18:05:00.000Z","agentId":909,"minBeds":3,"cities":["Toronto"],"class":["residential","condo"],"client":{"fname":"Dana","lname":"Whitfield","email":"dana@whitfield-prints.example","phone":"14165550142"},"notificationFrequency":"instant"}',
  "search.match.created":
    '{"searchId":7714,"clientId":3350,"listing":{"mlsNumber":"W8123456","listPrice":"899000.00","map":{"latitude":"43.6426930","longitude":"-79.4324180"}}}',
  "listing.created":
    '{"mlsNumber":"W8123456","boardId":"3333","status":"A","listPrice":"899000.00","map":{"latitude":"43.6426930","longitude":"-79.4324180"},"address":{"city":"Toronto"},"images":["W8123456_1.jpg"]}',
  "listing.updated":
    '{"previous":{"status":"A","lastStatus":"New","updatedOn":"2026-04-05T14:00:00.000Z"},"data":{"mlsNumber":"W8123456","lastStatus":"Pc","listPrice":"869000.00","taxes":{"annualAmount":5123.10}}}',
  "message.created":
    '{"sender":"agent","agentId":909,"clientId":3350,"content":{"message":"These two are close to the park.","listings":["W8123456"],"searches":[],"links":[],"pictures":[]}}',
  "message.deleted":
    '{"sender":"client","agentId":909,"clientId":3350,"content":{"message":"","listings":[],"searches":[7714],"links":[],"pictures":[]}}',
  "favorite.created":
    '{"favoriteId":6021,"clientId":3350,"mlsNumber":"W8123456","tags":"","comments":"Love the garden."}',
};
