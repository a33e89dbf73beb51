export { composeNotice, configOf, noticeHash, substanceOf, type NoticeDocument, type NoticeProblem, type Words } from './consent/notice.ts';
