import { aliasConflict } from './aliasConflict.ts';
import { appendNotSupported } from './appendNotSupported.ts';
import { argumentsConflict } from './argumentsConflict.ts';
import { bareWordValue } from './bareWordValue.ts';
import { bitwiseCondition } from './bitwiseCondition.ts';
import { bracketedItems } from './bracketedItems.ts';
import { checkpointCodeIsSuccess } from './checkpointCodeIsSuccess.ts';
import { checkpointDestinationFile } from './checkpointDestinationFile.ts';
import { checkpointLeftBehind } from './checkpointLeftBehind.ts';
import { checkpointLostAtEviction } from './checkpointLostAtEviction.ts';
import { checkpointWithoutCode } from './checkpointWithoutCode.ts';
import { circularRequirements } from './circularRequirements.ts';
import { colonInsteadOfEquals } from './colonInsteadOfEquals.ts';
import { commandAsAttribute } from './commandAsAttribute.ts';
import { commandTooNew } from './commandTooNew.ts';
import { commandWithoutEffect } from './commandWithoutEffect.ts';
import { commentInContinuation } from './commentInContinuation.ts';
import { conditionalAfterElse } from './conditionalAfterElse.ts';
import { conditionalNotClosed } from './conditionalNotClosed.ts';
import { conditionalTooDeep } from './conditionalTooDeep.ts';
import { conditionalWithoutIf } from './conditionalWithoutIf.ts';
import { continuationSwallowsStatement } from './continuationSwallowsStatement.ts';
import { credentialsNeeded } from './credentialsNeeded.ts';
import { deprecatedCommand } from './deprecatedCommand.ts';
import { directoryContents } from './directoryContents.ts';
import { dmtcpCheckpointSignal } from './dmtcpCheckpointSignal.ts';
import { dmtcpDeadLibrary } from './dmtcpDeadLibrary.ts';
import { dmtcpDeadVariable } from './dmtcpDeadVariable.ts';
import { dmtcpErrorsDiscarded } from './dmtcpErrorsDiscarded.ts';
import { dmtcpExitRemove } from './dmtcpExitRemove.ts';
import { dmtcpFilesMissing } from './dmtcpFilesMissing.ts';
import { dmtcpGracefulRemoval } from './dmtcpGracefulRemoval.ts';
import { dmtcpImagesLeftBehind } from './dmtcpImagesLeftBehind.ts';
import { dmtcpImagesNotTransferred } from './dmtcpImagesNotTransferred.ts';
import { dmtcpInputIgnored } from './dmtcpInputIgnored.ts';
import { dmtcpInterval } from './dmtcpInterval.ts';
import { dmtcpKillSignal } from './dmtcpKillSignal.ts';
import { dmtcpLeavesSandbox } from './dmtcpLeavesSandbox.ts';
import { dmtcpMixedGenerations } from './dmtcpMixedGenerations.ts';
import { dmtcpNoFileTransfer } from './dmtcpNoFileTransfer.ts';
import { dmtcpNoProgram } from './dmtcpNoProgram.ts';
import { dmtcpOptionAfterProgram } from './dmtcpOptionAfterProgram.ts';
import { dmtcpPlatformGuard } from './dmtcpPlatformGuard.ts';
import { dmtcpProgramNotTransferred } from './dmtcpProgramNotTransferred.ts';
import { dmtcpProgramPath } from './dmtcpProgramPath.ts';
import { dmtcpRemoveSignal } from './dmtcpRemoveSignal.ts';
import { dmtcpRequestDisk } from './dmtcpRequestDisk.ts';
import { dmtcpSameOutput } from './dmtcpSameOutput.ts';
import { dmtcpShimOption } from './dmtcpShimOption.ts';
import { dmtcpStaleManifest } from './dmtcpStaleManifest.ts';
import { dmtcpStdinNotTransferred } from './dmtcpStdinNotTransferred.ts';
import { dmtcpUniverse } from './dmtcpUniverse.ts';
import { dmtcpVacateTime } from './dmtcpVacateTime.ts';
import { duplicateCommand } from './duplicateCommand.ts';
import { elseIf } from './elseIf.ts';
import { emptyQueue } from './emptyQueue.ts';
import { environmentBlanks } from './environmentBlanks.ts';
import { errorStatement } from './errorStatement.ts';
import { executableEmpty } from './executableEmpty.ts';
import { executableLineEnds } from './executableLineEnds.ts';
import { executableNotFound } from './executableNotFound.ts';
import { executableWithArguments } from './executableWithArguments.ts';
import { functionParenthesis } from './functionParenthesis.ts';
import { getenvNotBoolean } from './getenvNotBoolean.ts';
import { hereDocumentNotClosed } from './hereDocumentNotClosed.ts';
import { illegalIdentifier } from './illegalIdentifier.ts';
import { imageConflict } from './imageConflict.ts';
import { includeHasErrors } from './includeHasErrors.ts';
import { includeNotFound } from './includeNotFound.ts';
import { includeOption } from './includeOption.ts';
import { includeTooDeep } from './includeTooDeep.ts';
import { initialdirNotFound } from './initialdirNotFound.ts';
import { inputFileNotFound } from './inputFileNotFound.ts';
import { invalidAccountingGroup } from './invalidAccountingGroup.ts';
import { invalidArguments } from './invalidArguments.ts';
import { invalidBoolean } from './invalidBoolean.ts';
import { invalidConcurrencyLimit } from './invalidConcurrencyLimit.ts';
import { invalidCondition } from './invalidCondition.ts';
import { invalidCudaVersion } from './invalidCudaVersion.ts';
import { invalidDeferral } from './invalidDeferral.ts';
import { invalidDestination } from './invalidDestination.ts';
import { invalidEnvironment } from './invalidEnvironment.ts';
import { invalidExpression } from './invalidExpression.ts';
import { invalidGridResource } from './invalidGridResource.ts';
import { invalidInteger } from './invalidInteger.ts';
import { invalidOperator } from './invalidOperator.ts';
import { invalidQueueCount } from './invalidQueueCount.ts';
import { invalidQueueVariable } from './invalidQueueVariable.ts';
import { invalidRetryRequest } from './invalidRetryRequest.ts';
import { invalidSignal } from './invalidSignal.ts';
import { invalidSize } from './invalidSize.ts';
import { invalidSlice } from './invalidSlice.ts';
import { invalidSliceStep } from './invalidSliceStep.ts';
import { invalidValue } from './invalidValue.ts';
import { invalidVmDisk } from './invalidVmDisk.ts';
import { itemFields } from './itemFields.ts';
import { itemListNotClosed } from './itemListNotClosed.ts';
import { itemsFileComment } from './itemsFileComment.ts';
import { itemsFileNotFound } from './itemsFileNotFound.ts';
import { jobsetVaries } from './jobsetVaries.ts';
import { lastLineNotTrimmed } from './lastLineNotTrimmed.ts';
import { leaseTooShort } from './leaseTooShort.ts';
import { limitsConflict } from './limitsConflict.ts';
import { macroCycle } from './macroCycle.ts';
import { macroFunctionError } from './macroFunctionError.ts';
import { malformedMacro } from './malformedMacro.ts';
import { matchMacroInRequirements } from './matchMacroInRequirements.ts';
import { missingAttributeName } from './missingAttributeName.ts';
import { missingCloudCommand } from './missingCloudCommand.ts';
import { missingContainerPort } from './missingContainerPort.ts';
import { missingExecutable } from './missingExecutable.ts';
import { missingImage } from './missingImage.ts';
import { missingJavaClass } from './missingJavaClass.ts';
import { missingMachineCount } from './missingMachineCount.ts';
import { missingQueue } from './missingQueue.ts';
import { missingSuccessCode } from './missingSuccessCode.ts';
import { missingUrlKeys } from './missingUrlKeys.ts';
import { missingVmCommand } from './missingVmCommand.ts';
import { multipleQueues } from './multipleQueues.ts';
import { niceUserConflict } from './niceUserConflict.ts';
import { noMatches } from './noMatches.ts';
import { notAStatement } from './notAStatement.ts';
import { notifyUserNobody } from './notifyUserNobody.ts';
import { obsoleteMachineAttribute } from './obsoleteMachineAttribute.ts';
import { outputDestinationConflict } from './outputDestinationConflict.ts';
import { outputDirectoryNotFound } from './outputDirectoryNotFound.ts';
import { outputErased } from './outputErased.ts';
import { outputsCollide } from './outputsCollide.ts';
import { proxyNotFound } from './proxyNotFound.ts';
import { queueCountOutOfRange } from './queueCountOutOfRange.ts';
import { queueInInclude } from './queueInInclude.ts';
import { queueKeywordConflict } from './queueKeywordConflict.ts';
import { queueVariableUnused } from './queueVariableUnused.ts';
import { queueZero } from './queueZero.ts';
import { quotedListItem } from './quotedListItem.ts';
import { quotedPath } from './quotedPath.ts';
import { quotesInOldArguments } from './quotesInOldArguments.ts';
import { remapsNotQuoted } from './remapsNotQuoted.ts';
import { removalSyntax } from './removalSyntax.ts';
import { requirementsOverride } from './requirementsOverride.ts';
import { retryRequestIgnored } from './retryRequestIgnored.ts';
import { shellExpansion } from './shellExpansion.ts';
import { shellStyleMacro } from './shellStyleMacro.ts';
import { singleQuotedString } from './singleQuotedString.ts';
import { sliceOfOne } from './sliceOfOne.ts';
import { statementWithoutEffect } from './statementWithoutEffect.ts';
import { suspiciousSize } from './suspiciousSize.ts';
import { textAfterQueue } from './textAfterQueue.ts';
import { trailingComment } from './trailingComment.ts';
import { trailingSemicolon } from './trailingSemicolon.ts';
import { transferContradiction } from './transferContradiction.ts';
import { typographicCharacter } from './typographicCharacter.ts';
import { undefinedMacro } from './undefinedMacro.ts';
import { unknownCommand } from './unknownCommand.ts';
import { unknownFunction } from './unknownFunction.ts';
import { unknownTemplate } from './unknownTemplate.ts';
import { unquotedArguments } from './unquotedArguments.ts';
import { unquotedString } from './unquotedString.ts';
import { unsupportedVmType } from './unsupportedVmType.ts';
import { vmMemoryAssumed } from './vmMemoryAssumed.ts';
import { vmWithStreams } from './vmWithStreams.ts';
import type { Rule } from './rule.ts';

/** Every rule, by code. */
export const rules: readonly Rule[] = [
  aliasConflict,
  appendNotSupported,
  argumentsConflict,
  bareWordValue,
  bitwiseCondition,
  bracketedItems,
  checkpointCodeIsSuccess,
  checkpointDestinationFile,
  checkpointLeftBehind,
  checkpointLostAtEviction,
  checkpointWithoutCode,
  circularRequirements,
  colonInsteadOfEquals,
  commandAsAttribute,
  commandTooNew,
  commandWithoutEffect,
  commentInContinuation,
  conditionalAfterElse,
  conditionalNotClosed,
  conditionalTooDeep,
  conditionalWithoutIf,
  continuationSwallowsStatement,
  credentialsNeeded,
  deprecatedCommand,
  directoryContents,
  dmtcpCheckpointSignal,
  dmtcpDeadLibrary,
  dmtcpDeadVariable,
  dmtcpErrorsDiscarded,
  dmtcpExitRemove,
  dmtcpFilesMissing,
  dmtcpGracefulRemoval,
  dmtcpImagesLeftBehind,
  dmtcpImagesNotTransferred,
  dmtcpInputIgnored,
  dmtcpInterval,
  dmtcpKillSignal,
  dmtcpLeavesSandbox,
  dmtcpMixedGenerations,
  dmtcpNoFileTransfer,
  dmtcpNoProgram,
  dmtcpOptionAfterProgram,
  dmtcpPlatformGuard,
  dmtcpProgramNotTransferred,
  dmtcpProgramPath,
  dmtcpRemoveSignal,
  dmtcpRequestDisk,
  dmtcpSameOutput,
  dmtcpShimOption,
  dmtcpStaleManifest,
  dmtcpStdinNotTransferred,
  dmtcpUniverse,
  dmtcpVacateTime,
  duplicateCommand,
  elseIf,
  emptyQueue,
  environmentBlanks,
  errorStatement,
  executableEmpty,
  executableLineEnds,
  executableNotFound,
  executableWithArguments,
  functionParenthesis,
  getenvNotBoolean,
  hereDocumentNotClosed,
  illegalIdentifier,
  imageConflict,
  includeHasErrors,
  includeNotFound,
  includeOption,
  includeTooDeep,
  initialdirNotFound,
  inputFileNotFound,
  invalidAccountingGroup,
  invalidArguments,
  invalidBoolean,
  invalidConcurrencyLimit,
  invalidCondition,
  invalidCudaVersion,
  invalidDeferral,
  invalidDestination,
  invalidEnvironment,
  invalidExpression,
  invalidGridResource,
  invalidInteger,
  invalidOperator,
  invalidQueueCount,
  invalidQueueVariable,
  invalidRetryRequest,
  invalidSignal,
  invalidSize,
  invalidSlice,
  invalidSliceStep,
  invalidValue,
  invalidVmDisk,
  itemFields,
  itemListNotClosed,
  itemsFileComment,
  itemsFileNotFound,
  jobsetVaries,
  lastLineNotTrimmed,
  leaseTooShort,
  limitsConflict,
  macroCycle,
  macroFunctionError,
  malformedMacro,
  matchMacroInRequirements,
  missingAttributeName,
  missingCloudCommand,
  missingContainerPort,
  missingExecutable,
  missingImage,
  missingJavaClass,
  missingMachineCount,
  missingQueue,
  missingSuccessCode,
  missingUrlKeys,
  missingVmCommand,
  multipleQueues,
  niceUserConflict,
  noMatches,
  notAStatement,
  notifyUserNobody,
  obsoleteMachineAttribute,
  outputDestinationConflict,
  outputDirectoryNotFound,
  outputErased,
  outputsCollide,
  proxyNotFound,
  queueCountOutOfRange,
  queueInInclude,
  queueKeywordConflict,
  queueVariableUnused,
  queueZero,
  quotedListItem,
  quotedPath,
  quotesInOldArguments,
  remapsNotQuoted,
  removalSyntax,
  requirementsOverride,
  retryRequestIgnored,
  shellExpansion,
  shellStyleMacro,
  singleQuotedString,
  sliceOfOne,
  statementWithoutEffect,
  suspiciousSize,
  textAfterQueue,
  trailingComment,
  trailingSemicolon,
  transferContradiction,
  typographicCharacter,
  undefinedMacro,
  unknownCommand,
  unknownFunction,
  unknownTemplate,
  unquotedArguments,
  unquotedString,
  unsupportedVmType,
  vmMemoryAssumed,
  vmWithStreams,
];
